import { load } from '../load.ts';
import type { Report } from '../report.ts';
import { compare } from '../rounds.ts';
import { startApi } from '../start-api.ts';
import type { Surroundings } from '../surroundings.ts';

const path = '/v1/me';
const clients = 16;
const total = 20_000;

/** B1: what authentication, rate limit, logs, metrics, parsing in and parsing out cost where no database is asked. */
export async function authenticatedGet(surroundings: Surroundings, rounds: number): Promise<Report> {
  const database = await surroundings.database();
  const api = await startApi(surroundings, database);
  const body = await api.read(path);
  const bare = await surroundings.program('bench/servers/bare-http.ts', { BENCH_BODY: body });
  const ask = (port: number) => load(port, { clients, total, path: () => path, headers: api.headers });
  const before = await api.answered(path);
  const comparison = await compare(
    { name: `GET ${path} with an API key`, run: () => ask(api.port) },
    { name: `bare node:http answering the same ${body.length} bytes`, run: () => ask(bare.port) },
    rounds,
  );
  const counted = (await api.answered(path)) - before;
  // The round that is not counted was answered too.
  if (counted !== comparison.done.ours + total) throw new Error(`The API counted ${counted} answers`);
  await Promise.all([api.stop(), bare.stop()]);
  await database.drop();
  return {
    benchmark: 'B1',
    comparison,
    unit: 'requests',
    findings: [{ measure: 'rate', unit: 'ratio', value: comparison.ratio, aim: { atLeast: 0.55 } }],
    proof: { 'counted by the API': counted },
  };
}
