import type { RequestListener } from 'node:http';
import { registerRoutes } from '#api/routes/index.ts';
import { clientAddress } from './client-address.ts';
import { createDoor } from './door.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { answerFault } from './faults.ts';
import { createMetrics } from './metrics.ts';
import { openApiDocument } from './openapi/document.ts';
import { createPages } from './pages.ts';
import { requestIdFrom } from './request-ids.ts';
import { logRequest } from './request-log.ts';
import { RouteTable } from './route-table.ts';
import { ApiRouter } from './router.ts';
import { sendNothing, sendRefusal } from './send.ts';
import { type ServedRoute, serveRoute } from './serve-route.ts';
import type { Services } from './services.ts';
import { handOnTrace, withSpan } from './trace-requests.ts';

const base = '/v1';
const httpsOnly = ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'];

/**
 * Answers every request of the process: what is under /v1 by its contract, the rest as pages. The calls do not go through
 * the pages' framework, which would cost more than all that is done here; see docs/decisions.
 */
export function createListener(services: Services, register = registerRoutes): RequestListener {
  const { config, log, requestLog, operations } = services;
  const api = new ApiRouter();
  register(api, services);
  const table = new RouteTable<ServedRoute>();
  const door = createDoor(services);
  for (const route of api.routes) table.add(route.contract, serveRoute(route, door, services));
  const insist = config.publicUrl.startsWith('https:') ? httpsOnly : [];
  const metrics = createMetrics(operations);
  const pages = createPages(services, metrics, openApiDocument(api.routes.map(({ contract }) => contract)));

  const serve = async (exchange: Exchange): Promise<void> => {
    try {
      const match = table.find(exchange.method, exchange.path.slice(base.length));
      if (match.found === 'route') await match.served(exchange, match.params);
      else if (match.found === 'path') answerMethods(exchange, match.methods);
      else refuseNotFound(exchange);
    } catch (error) {
      answerFault(exchange, error, log);
    }
  };

  return (req, res) => {
    metrics.begun();
    const requestId = requestIdFrom(req.headers['x-request-id']);
    const exchange = openExchange(req, res, {
      requestId,
      headers: ['X-Request-Id', requestId, ...insist],
      address: clientAddress(req, config.trustedProxies),
      answered(status) {
        const milliseconds = performance.now() - exchange.startedAt;
        metrics.answered(exchange, status, milliseconds);
        logRequest(requestLog, exchange, status, milliseconds);
      },
    });
    if (!exchange.path.startsWith(`${base}/`) || exchange.path === `${base}/openapi.json`) {
      return pages(exchange, (error) => (error ? answerFault(exchange, error, log) : refuseNotFound(exchange)));
    }
    if (config.tracesUrl) return void withSpan(exchange, () => serve(exchange));
    handOnTrace(exchange);
    void serve(exchange);
  };
}

const refuseNotFound = (exchange: Exchange): void =>
  sendRefusal(exchange, {
    code: 'request.not-found',
    message: `There is nothing at ${exchange.path.slice(0, 200)}`,
  });

function answerMethods(exchange: Exchange, methods: string[]): void {
  const allow = methods.join(', ');
  exchange.headers.push('Allow', allow);
  if (exchange.method === 'OPTIONS') {
    sendNothing(exchange, 204);
    return;
  }
  const message = `Here one may ${allow}, not ${exchange.method}`;
  sendRefusal(exchange, { code: 'request.method-not-allowed', message });
}
