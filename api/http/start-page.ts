import { escaped, htmlPage } from './html-page.ts';

/** Everything from here and nothing from elsewhere, so that the page works without the internet and tells nobody. */
export const scalarConfiguration = JSON.stringify({
  url: '/v1/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  // They lead to pages and services of others.
  showDeveloperTools: 'never',
  authentication: { preferredSecurityScheme: 'bearer' },
});

export const docsPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Holdfast API</title></head>
<body><div id="app"></div><script src="/docs/scalar.js"></script><script src="/docs/start.js"></script></body></html>
`;

/** What somebody sees who opens the address: there is no console yet. */
export const startPage = (publicUrl: string, providerName: string | undefined): string =>
  htmlPage(
    'Holdfast',
    `<p>Lot control: the truth about every lot, and the decisions about lots as durable processes.</p>
<ul><li><a href="/docs">The API, to read and to try</a>, and its <a href="/v1/openapi.json">OpenAPI document</a></li>
<li><a href="/problems">What a refusal can say</a></li>
<li><a href="/readyz">Is it ready?</a> <a href="/healthz">Is it alive?</a> <a href="/metrics">Metrics</a></li></ul>
${providerName === undefined ? '' : `<p><a href="/v1/sessions/oidc/start">Sign in with ${escaped(providerName)}</a></p>`}
<p>Sign in, then look at the inbox:</p>
<pre>TOKEN=$(curl -s ${publicUrl}/v1/sessions \\
  -H 'Content-Type: application/json' \\
  -d '{"username":"…","password":"…"}' |
  sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
curl ${publicUrl}/v1/tasks \\
  -H "Authorization: Bearer $TOKEN"</pre>`,
  );
