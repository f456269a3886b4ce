import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import helmet from 'helmet';
import type { Exchange } from './exchange.ts';
import { healthRoutes } from './health.ts';
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

type Next = (error?: unknown) => void;

/** What is beside the API: where to start, the API to read and to try, what refusals mean, health and metrics. */
export function createPages(
  services: Services,
  metrics: Metrics,
  openApi: object,
): (exchange: Exchange, next: Next) => void {
  const { publicUrl } = services.config;
  const document = JSON.stringify(openApi, null, 2);
  const app = express();
  app.disable('x-powered-by');
  app.use(secured(publicUrl, plainPages));
  app.use(healthRoutes(services));
  app.use(problemPages());
  app.get('/metrics', async (_req, res) => {
    const { contentType, text } = await metrics.page();
    res.setHeader('Content-Type', contentType).end(text);
  });
  app.get('/', (_req, res) => void res.type('html').send(startPage(publicUrl)));
  app.get('/v1/openapi.json', (_req, res) => void res.type('json').send(document));
  app.use('/docs', secured(publicUrl, reference), docs());

  return ({ req, res, requestId, answered }, next) => {
    res.setHeader('X-Request-Id', requestId);
    let left = false;
    res.once('close', () => left || answered(res.statusCode));
    // Node's own request is what express makes its own of.
    app(req as express.Request, res as express.Response, (error: unknown) => {
      left = true;
      for (const name of res.getHeaderNames()) res.removeHeader(name);
      next(error);
    });
  };
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
