import { fileURLToPath } from 'node:url';
import { type NextFunction, type Request, type Response, Router } from 'express';
import helmet from 'helmet';
import type { Exchange } from './exchange.ts';
import { healthRoutes } from './health.ts';
import { mayReadMetrics } from './may-read-metrics.ts';
import type { Metrics } from './metrics.ts';
import { problemPages } from './problem-pages.ts';
import type { Services } from './services.ts';
import { docsPage, scalarConfiguration, startPage } from './start-page.ts';

const scalarScript = fileURLToPath(new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference')));

const ourOrigin = ["'self'"];
const nothing = ["'none'"];
/** Small pages of ours: their own style and nothing else. */
const plainPages = {
  'default-src': nothing,
  'style-src': ["'unsafe-inline'"],
  'base-uri': nothing,
  'form-action': nothing,
  'frame-ancestors': nothing,
};
/** The API reference styles itself from script and draws images; what runs still comes from here only. */
const reference = {
  ...plainPages,
  'default-src': ourOrigin,
  'script-src': ourOrigin,
  'style-src': [...ourOrigin, "'unsafe-inline'"],
  'img-src': [...ourOrigin, 'data:', 'blob:'],
  'font-src': [...ourOrigin, 'data:'],
  'worker-src': [...ourOrigin, 'blob:'],
  'form-action': ourOrigin,
};

/** What is beside the API: where to start, the API to read and to try, what refusals mean, health and metrics. */
export function createPages(services: Services, metrics: Metrics, openApi: object): Router {
  const { publicUrl } = services.config;
  const document = JSON.stringify(openApi, null, 2);
  const pages = Router();
  pages.use(observed);
  pages.use(secured(publicUrl, plainPages));
  pages.use(healthRoutes(services));
  pages.use(problemPages());
  pages.get('/metrics', async (req, res, next) => {
    if (!mayReadMetrics(req, services.config)) return next(); // as if there were nothing
    const { contentType, text } = await metrics.page();
    res.setHeader('Content-Type', contentType).end(text);
  });
  pages.get(
    '/',
    (_req, res) => void res.type('html').send(startPage(publicUrl, services.config.identityProvider?.name)),
  );
  pages.get('/v1/openapi.json', (_req, res) => void res.type('json').send(document));
  pages.use('/docs', secured(publicUrl, reference), docs());
  return pages;
}

/** Pages are sent by the framework, so what is counted of them is counted when their connection has them. */
function observed(_req: Request, res: Response, next: NextFunction): void {
  // The application opens an exchange for every request before anything else.
  const { requestId, answered } = res.locals.exchange as Exchange;
  res.setHeader('X-Request-Id', requestId);
  res.once('close', () => answered(res.statusCode));
  next();
}

function docs(): Router {
  const router = Router();
  router.get('/', (_req, res) => void res.type('html').send(docsPage));
  router.get('/start.js', (_req, res) => {
    res.type('js').send(`Scalar.createApiReference('#app', ${scalarConfiguration});\n`);
  });
  router.get('/scalar.js', (_req, res) => res.sendFile(scalarScript, { maxAge: 3_600_000 }));
  return router;
}

const secured = (publicUrl: string, directives: Record<string, string[]>) =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: publicUrl.startsWith('https:'),
    xXssProtection: false,
  });
