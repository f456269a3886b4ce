import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const listen = (port: number, host?: string) =>
  new Promise<Server | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, ...(host && { host }) }, () => resolve(server));
  });

const close = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));

async function canListen(port: number, host?: string): Promise<boolean> {
  const server = await listen(port, host);
  if (server) await close(server);
  return server !== undefined;
}

/** Whether nobody listens on the port, neither on the loopback address nor on all of them. */
export const isPortFree = async (port: number): Promise<boolean> =>
  (await canListen(port, '127.0.0.1')) && (await canListen(port));

/**
 * So many ports on which nobody listens now, no two the same, from where the operating system gives none out by itself.
 * All below 32,768: Temporal keeps the ports of its parts in a smallint.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  const first = 20_000 + randomInt(10_000);
  for (let port = first; ports.length < count && port < 32_768; port++) if (await isPortFree(port)) ports.push(port);
  if (ports.length < count) throw new Error('This machine has no free ports between 20000 and 32767');
  return ports;
}

/** A port on which nobody listens now: the wished one when it is free, another otherwise. */
export async function freePort(wished?: number): Promise<number> {
  if (wished !== undefined && (await isPortFree(wished))) return wished;
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('This machine gives out no port on 127.0.0.1');
  return port;
}

/** Waits, for 10 s at most, until a port that was ours is free again: a server killed with -9 holds it for a moment. */
export async function portFreed(port: number): Promise<void> {
  for (let waited = 0; waited < 10_000 && !(await isPortFree(port)); waited += 100) await sleep(100);
}
