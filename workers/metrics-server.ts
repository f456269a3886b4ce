import { once } from 'node:events';
import { createServer } from 'node:http';
import type { WorkerMetrics } from './metrics.ts';

/** Where the SDK tells its own metrics, next to the port that is asked. */
export const sdkMetricsAddress = (port: number): string => `127.0.0.1:${port + 1}`;

/** Tells Prometheus what this worker and its SDK measure, and anybody that the process lives. */
export async function startMetricsServer(metrics: WorkerMetrics, port: number): Promise<{ close(): Promise<void> }> {
  const server = createServer(async ({ url }, response) => {
    if (url === '/healthz') return void response.end('ok\n');
    if (url !== '/metrics') return void response.writeHead(404).end();
    const own = await metrics.registry.metrics();
    const sdk = await fetch(`http://${sdkMetricsAddress(port)}/metrics`).then(
      (answer) => answer.text(),
      () => '', // it begins to tell them with its first worker
    );
    response.setHeader('Content-Type', metrics.registry.contentType);
    response.end(`${own}\n${sdk}`);
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
