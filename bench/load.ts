import { Agent, request } from 'node:http';
import type { Measured } from './rounds.ts';

/** Bounded load on loopback: `total` requests from `clients` keep-alive connections; any status but `expected` is a fault. */
export async function load(
  url: string,
  { clients, total, headers = {}, expected = 200 }: LoadOptions,
): Promise<Measured> {
  const target = new URL(url);
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(target.hostname)) throw new Error('Load goes to loopback only');
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latenciesMs: number[] = [];
  let left = total;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const before = performance.now();
      const status = await get(target, agent, headers);
      if (status !== expected) throw new Error(`${url} answered ${status}, expected ${expected}`);
      latenciesMs.push(performance.now() - before);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { done: latenciesMs.length, perSecond: latenciesMs.length / seconds, latenciesMs };
}

export type LoadOptions = {
  clients: number;
  total: number;
  headers?: Record<string, string>;
  expected?: number;
};

const get = (target: URL, agent: Agent, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    request(target, { agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
