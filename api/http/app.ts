import type { IncomingMessage, RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response, Router } from 'express';
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
import { ApiRouter, type Route } from './router.ts';
import { sendNothing, sendRefusal } from './send.ts';
import { type ServedRoute, serveRoute } from './serve-route.ts';
import type { Services } from './services.ts';
import { handOnTrace, withSpan } from './trace-requests.ts';
import { createUploadMemory } from './upload-memory.ts';

const base = '/v1';
const httpsOnly = ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'];

/**
 * The whole of one API process: what is under /v1 by its contract, the rest as pages. A call goes straight to the routers:
 * the application in front of them gives each request and response another prototype, of which nothing here makes use and
 * which makes everything done with them slower (B1). Pages and whatever no router knows pass through the application.
 */
export function createApp(services: Services, register = registerRoutes): RequestListener {
  const { log, operations } = services;
  const api = new ApiRouter();
  register(api, services);
  const metrics = createMetrics(operations);
  const open = opensExchange(services, metrics);
  const routers = Router({ caseSensitive: true, strict: true }).use(base, calls(api.routes, services));
  const app = pagesOf(services, metrics, api.routes);
  return (req, res) => {
    // Express keeps what belongs to a response there, and leaves what it finds.
    const response = Object.assign(res, { locals: {} }) as unknown as Response;
    open(req, response);
    if (!req.url?.startsWith(`${base}/`)) return app(req, res);
    routers(req as Request, response, (error?: unknown) =>
      error ? answerFault(exchangeOf(response), error, log) : app(req, res),
    );
  };
}

function pagesOf(services: Services, metrics: ReturnType<typeof createMetrics>, routes: readonly Route[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false);
  app.use(createPages(services, metrics, openApiDocument(routes.map(({ contract }) => contract))));
  app.use((_req, res) => {
    forgetPageHeaders(res);
    refuseNotFound(exchangeOf(res));
  });
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    if (!res.headersSent) forgetPageHeaders(res);
    answerFault(exchangeOf(res), error, services.log);
  });
  return app;
}

// Opened before anything is routed.
const exchangeOf = (res: Response): Exchange => res.locals.exchange as Exchange;

/** Opens the exchange of each request, and counts and logs it once when it is answered. */
function opensExchange({ config, requestLog }: Services, metrics: ReturnType<typeof createMetrics>) {
  const insist = config.publicUrl.startsWith('https:') ? httpsOnly : [];
  return (req: IncomingMessage, res: Response): void => {
    metrics.begun();
    let open = true;
    const requestId = requestIdFrom(req.headers['x-request-id']);
    const exchange = openExchange(req, res, {
      requestId,
      headers: ['X-Request-Id', requestId, ...insist],
      address: clientAddress(req, config.trustedProxies),
      answered(status) {
        if (!open) return;
        open = false;
        const milliseconds = performance.now() - exchange.startedAt;
        metrics.answered(exchange, status, milliseconds);
        logRequest(requestLog, exchange, status, milliseconds);
      },
    });
    res.locals.exchange = exchange;
  };
}

/** A router for each noun, so that a request is held against the paths of its own only. */
function calls(routes: readonly Route[], services: Services): Router {
  const { config, log } = services;
  const entrance = {
    door: createDoor(services),
    uploadMemory: createUploadMemory(services.settings.uploadMemoryBytes),
  };
  const all = Router({ caseSensitive: true, strict: true });
  const serve = (served: ServedRoute) => (req: Request, res: Response) => {
    const exchange = exchangeOf(res);
    const answer = () =>
      // One segment each: a contract's path has no wildcard.
      served(exchange, req.params as Record<string, string>).catch((error) => answerFault(exchange, error, log));
    if (config.tracesUrl) return void withSpan(exchange, answer);
    handOnTrace(exchange);
    void answer();
  };
  for (const [noun, ofNoun] of Map.groupBy(
    literalsFirst(routes),
    ({ contract }) => contract.path.split('/')[1] ?? '',
  )) {
    const router = Router({ caseSensitive: true, strict: true, mergeParams: false });
    for (const [path, ofPath] of Map.groupBy(ofNoun, ({ contract }) => contract.path)) {
      const below = path.slice(noun.length + 1) || '/';
      for (const route of ofPath) router[route.contract.method](below, serve(serveRoute(route, entrance, services)));
      const allow = allowedMethods(ofPath);
      router.all(below, (_req, res) => answerMethods(exchangeOf(res), allow));
    }
    all.use(`/${noun}`, router);
  }
  return all;
}

/** Words before parameters: /tasks/summary before /tasks/:taskId. */
const literalsFirst = (routes: readonly Route[]): Route[] =>
  routes.toSorted((a, b) => a.contract.path.split(':').length - b.contract.path.split(':').length);

function allowedMethods(routes: readonly Route[]): string {
  const methods = [...new Set(routes.map(({ contract }) => contract.method.toUpperCase()))];
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

const refuseNotFound = (exchange: Exchange): void =>
  sendRefusal(exchange, {
    code: 'request.not-found',
    message: `There is nothing at ${exchange.path.slice(0, 200)}`,
  });

function answerMethods(exchange: Exchange, allow: string): void {
  exchange.headers.push('Allow', allow);
  if (exchange.method === 'OPTIONS') {
    sendNothing(exchange, 204);
    return;
  }
  const message = `Here one may ${allow}, not ${exchange.method}`;
  sendRefusal(exchange, { code: 'request.method-not-allowed', message });
}

/** What a page would have said of itself does not hold for a refusal in its place. */
function forgetPageHeaders(res: Response): void {
  for (const name of res.getHeaderNames()) res.removeHeader(name);
}
