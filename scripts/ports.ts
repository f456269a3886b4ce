import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const listen = (port: number, host?: string) =>
  new Promise<number | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, ...(host && { host }) }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });

/** Whether nobody listens on the port, neither on the loopback address nor on all of them. */
export const isPortFree = async (port: number): Promise<boolean> =>
  (await listen(port, '127.0.0.1')) !== undefined && (await listen(port)) !== undefined;

/** A port on which nobody listens now: the wished one when it is free, another otherwise. */
export async function freePort(wished?: number): Promise<number> {
  if (wished !== undefined && (await isPortFree(wished))) return wished;
  const port = await listen(0, '127.0.0.1');
  if (port === undefined) throw new Error('This machine gives out no port on 127.0.0.1');
  return port;
}

/** Waits, for 10 s at most, until a port that was ours is free again: a server killed with -9 holds it for a moment. */
export async function portFreed(port: number): Promise<void> {
  for (let waited = 0; waited < 10_000 && !(await isPortFree(port)); waited += 100) await sleep(100);
}
