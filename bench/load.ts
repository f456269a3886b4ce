import { connect, type Socket } from 'node:net';
import type { Measured } from './rounds.ts';

export type LoadOptions = {
  clients: number;
  total: number;
  /** The path of the n-th request, counted over all clients. */
  path: (index: number) => string;
  headers?: Record<string, string>;
  expected?: number;
};

/**
 * Bounded load on loopback: `total` GET requests over `clients` kept connections, each asking again when it was answered;
 * any status but `expected` is a fault. Speaks HTTP/1.1 itself, as far as answers have a Content-Length: Node's own client
 * costs as much as the server, so that on two cores it would measure itself.
 */
export async function load(port: number, options: LoadOptions): Promise<Measured> {
  const { clients, total, expected = 200 } = options;
  const latenciesMs: number[] = [];
  const sockets = await Promise.all(Array.from({ length: clients }, () => open(port)));
  let next = 0;
  const busyBefore = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const answers = answersOf(socket);
      while (next < total) {
        const path = options.path(next++);
        const before = performance.now();
        socket.write(requestFor(path, port, options.headers));
        const status = await answers.next();
        if (status !== expected) throw new Error(`${path} answered ${status}, expected ${expected}`);
        latenciesMs.push(performance.now() - before);
      }
    }),
  ).finally(() => {
    for (const socket of sockets) socket.destroy();
  });
  const milliseconds = performance.now() - started;
  const busy = process.cpuUsage(busyBefore);
  return {
    done: latenciesMs.length,
    perSecond: latenciesMs.length / (milliseconds / 1000),
    latenciesMs,
    askerBusy: (busy.user + busy.system) / 1000 / milliseconds,
  };
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket)).once('error', reject);
  });

const requestFor = (path: string, port: number, headers: Record<string, string> = {}): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

/** The status of one answer after the other. */
function answersOf(socket: Socket): { next(): Promise<number> } {
  let received = '';
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  // Bytes as characters one to one, so that Content-Length counts them.
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    try {
      const answer = readAnswer(received);
      if (!answer) return;
      received = received.slice(answer.length);
      waiting?.resolve(answer.status);
    } catch (error) {
      waiting?.reject(error as Error); // readAnswer throws nothing else
    }
  });
  socket.once('error', (error) => waiting?.reject(error));
  socket.once('close', () => waiting?.reject(new Error('The server closed the connection')));
  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      }),
  };
}

/** Status and length of the answer at the beginning of what was received; undefined while it is not complete. */
export function readAnswer(received: string): { status: number; length: number } | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.slice(0, headEnd);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const bodyLength = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
  if (Number.isNaN(status) || Number.isNaN(bodyLength))
    throw new Error(`This load takes only answers with a Content-Length, not: ${head.slice(0, 200)}`);
  const length = headEnd + 4 + bodyLength;
  return received.length < length ? undefined : { status, length };
}
