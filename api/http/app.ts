import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { registerRoutes } from '#api/routes/index.ts';
import { authenticate } from './authenticate.ts';
import { answerFaults } from './faults.ts';
import { healthRoutes } from './health.ts';
import type { Locals } from './locals.ts';
import { createMetrics } from './metrics.ts';
import { openApiDocument } from './openapi/document.ts';
import { pages } from './pages.ts';
import { problemPages } from './problem-pages.ts';
import { callerLimit, signInLimit } from './rate-limits.ts';
import { nameRequest } from './request-id.ts';
import { logRequests } from './request-log.ts';
import { ApiRouter, type Route } from './router.ts';
import { sendRefusal } from './send-problem.ts';
import { serveRoute } from './serve-route.ts';
import type { Services } from './services.ts';
import { traceRequests } from './trace-requests.ts';

type Middleware = RequestHandler<never, unknown, unknown, unknown, Locals>;

/** The whole API as an express application: what every request passes, the pages beside the API, and its routes. */
export function createApp(services: Services, register = registerRoutes): Express {
  const { config, log, requestLog, operations } = services;
  const api = new ApiRouter();
  register(api, services);

  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false); // versions are our entity tags; hashing every answer would say less and cost more
  app.set('trust proxy', config.trustedProxies || false);
  app.set('case sensitive routing', true);
  const metrics = createMetrics(operations);
  use(app, nameRequest(operations.newId), logRequests(requestLog), metrics.measure, securityHeaders(config.publicUrl));

  app.use(healthRoutes(services));
  app.get('/metrics', metrics.answer as unknown as RequestHandler);
  app.use(problemPages());
  app.use(
    pages(config.publicUrl, JSON.stringify(openApiDocument(api.routes.map(({ contract }) => contract)), null, 2)),
  );

  use(app, traceRequests());
  mount(app, api.routes, services);
  use(app, (req, res) => {
    sendRefusal(res, { code: 'request.not-found', message: `There is nothing at ${req.path.slice(0, 200)}` });
  });
  app.use(answerFaults(log) as unknown as express.ErrorRequestHandler);
  return app;
}

/** Ours know their locals; express knows of none. */
const use = (app: Express, ...middlewares: Middleware[]): void =>
  middlewares.forEach((middleware) => void app.use(middleware as unknown as RequestHandler));

/** Each route under /v1, then for each path the methods it has not. */
function mount(app: Express, routes: readonly Route[], services: Services): void {
  const known = authenticate(services);
  const limits = { caller: callerLimit(services.settings), signIn: signInLimit(services.settings) };
  const methodsOf = new Map<string, string[]>();
  for (const route of routes) {
    const { method, path, right } = route.contract;
    const isSignIn = right === 'public' && method === 'post';
    const label: Middleware = (_req, res, next) => {
      res.locals.route = `/v1${path}`;
      next();
    };
    const served = [label, known, isSignIn ? limits.signIn : limits.caller, ...serveRoute(route, services)];
    app[method](`/v1${path}`, ...(served as unknown as RequestHandler[]));
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), method.toUpperCase()]);
  }
  for (const [path, methods] of methodsOf) {
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    const other: Middleware = (req, res) => {
      res.setHeader('Allow', allow);
      if (req.method === 'OPTIONS') return void res.status(204).end();
      sendRefusal(res, { code: 'request.method-not-allowed', message: `Here one may ${allow}, not ${req.method}` });
    };
    app.all(`/v1${path}`, other as unknown as RequestHandler);
  }
}

/** The same headers on every answer. HSTS only where there is https to insist on. */
const securityHeaders = (publicUrl: string): Middleware =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'unsafe-inline'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl.startsWith('https:'),
    xXssProtection: false,
  }) as unknown as Middleware;
