import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Span = { name: string; traceId: string; spanId: string; parentSpanId?: string; kind: number };

type Sent = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };

/** A collector of spans: OTLP over HTTP in JSON, kept in memory. */
export async function givenCollector(): Promise<{ url: string; spans: Span[]; stop(): void }> {
  const spans: Span[] = [];
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part);
    const sent = JSON.parse(Buffer.concat(parts).toString()) as Sent;
    spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    res.setHeader('Content-Type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { url: `http://127.0.0.1:${port}`, spans, stop: () => void server.close() };
}
