import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceivedPost = { url: string; headers: IncomingHttpHeaders; body: string };

/** An endpoint on this machine that keeps what is posted to it and answers as it is told, one status for each post. */
export async function givenReceiver(statuses: readonly number[] = [], answer = '{}') {
  const posts: ReceivedPost[] = [];
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    posts.push({ url: req.url ?? '', headers: req.headers, body: Buffer.concat(parts).toString('utf8') });
    const status = statuses[Math.min(posts.length, statuses.length) - 1] ?? 200;
    res.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    port,
    url: `http://127.0.0.1:${port}/hook?team=quality`,
    posts,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
