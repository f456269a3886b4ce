import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { htmlPage } from './html-page.ts';

const scalarScript = fileURLToPath(new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference')));

/** Everything from here and nothing from elsewhere, so that the page works without the internet and tells nobody. */
const scalarConfiguration = JSON.stringify({
  url: '/v1/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  authentication: { preferredSecurityScheme: 'bearer' },
});

const startPage = (publicUrl: string): string =>
  htmlPage(
    'Holdfast',
    `<p>Lot control: the truth about every lot, and the decisions about lots as durable processes.</p>
<ul><li><a href="/docs">The API, to read and to try</a>, and its <a href="/v1/openapi.json">OpenAPI document</a></li>
<li><a href="/problems">What a refusal can say</a></li>
<li><a href="/readyz">Is it ready?</a> <a href="/healthz">Is it alive?</a> <a href="/metrics">Metrics</a></li></ul>
<p>Sign in, then look at the inbox:</p>
<pre>TOKEN=$(curl -s ${publicUrl}/v1/sessions -H 'Content-Type: application/json' \\
  -d '{"username":"…","password":"…"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
curl ${publicUrl}/v1/tasks -H "Authorization: Bearer $TOKEN"</pre>`,
  );

const docsPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Holdfast API</title></head>
<body><div id="app"></div><script src="/docs/scalar.js"></script><script src="/docs/start.js"></script></body></html>
`;

/** The pages people see until there is a console: where to start, and the API to read and to try. */
export function pages(publicUrl: string, openApi: string): Router {
  const router = Router();
  router.get('/', (_req, res) => void res.type('html').send(startPage(publicUrl)));
  router.get('/v1/openapi.json', (_req, res) => void res.type('json').send(openApi));
  router.use('/docs', (_req, res, next) => {
    // The reference styles itself from script; scripts still come from here only.
    res.setHeader(
      'Content-Security-Policy',
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'",
    );
    next();
  });
  router.get('/docs', (_req, res) => void res.type('html').send(docsPage));
  router.get('/docs/start.js', (_req, res) => {
    res.type('js').send(`Scalar.createApiReference('#app', ${scalarConfiguration});\n`);
  });
  router.get('/docs/scalar.js', (_req, res) => {
    res.sendFile(scalarScript, { maxAge: 3_600_000 });
  });
  return router;
}
