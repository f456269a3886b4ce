import { isDeepStrictEqual } from 'node:util';
import { generateLots } from '../generate-lots.ts';
import { checkInvariants } from '../invariants.ts';
import { load } from '../load.ts';
import type { Report } from '../report.ts';
import { compare } from '../rounds.ts';
import { startApi } from '../start-api.ts';
import type { Surroundings } from '../surroundings.ts';

const lots = 5_000;
const clients = 16;
const total = 5_000;
const route = '/v1/lots/:lotId';

/** B2: one lot with its stock, holds, receipts and papers, against the same statement behind a bare server. */
export async function lotRead(surroundings: Surroundings, rounds: number): Promise<Report> {
  const database = await surroundings.database();
  const lotIds = await generateLots(database, lots);
  const invariants = await checkInvariants(database.sql);
  const api = await startApi(surroundings, database);
  const bare = await surroundings.program('bench/servers/prepared-lot.ts', { DATABASE_URL: database.url });
  // In steps of a prime, so that neighbours on a page of the table are not asked for one after the other.
  const path = (index: number) => `/v1/lots/${lotIds[(index * 2_503) % lots]}`;
  const same = await answersAlike(path, api.read, bare.port);
  const before = await api.answered(route);
  const ask = (port: number) => load(port, { clients, total, path, headers: api.headers });
  const comparison = await compare(
    { name: `GET ${route} with an API key, ${lots} lots`, run: () => ask(api.port) },
    { name: 'bare node:http and the same statement, prepared', run: () => ask(bare.port) },
    rounds,
  );
  const counted = (await api.answered(route)) - before;
  // The round that is not counted was answered too.
  if (counted !== comparison.done.ours + total) throw new Error(`The API counted ${counted} answers`);
  await Promise.all([api.stop(), bare.stop()]);
  await database.drop();
  return {
    benchmark: 'B2',
    comparison,
    unit: 'requests',
    findings: [
      { measure: 'rate', unit: 'ratio', value: comparison.ratio, aim: { atLeast: 0.8 } },
      ...(comparison.p99Ratio
        ? [{ measure: 'p99', unit: 'ratio' as const, value: comparison.p99Ratio, aim: { atMost: 1.5 } }]
        : []),
    ],
    proof: { lots, 'counted by the API': counted, 'lots answered alike': same, ...invariants },
  };
}

/** Both tell the same of a lot: what one leaves out cannot be what makes it faster. */
async function answersAlike(
  path: (index: number) => string,
  read: (path: string) => Promise<string>,
  barePort: number,
): Promise<number> {
  const sample = 100;
  for (let index = 0; index < sample; index++) {
    const ours = JSON.parse(await read(path(index))) as Record<string, unknown>;
    const theirs = (await (await fetch(`http://127.0.0.1:${barePort}${path(index)}`)).json()) as typeof ours;
    for (const key of ['lotId', 'lot', 'onHand', 'item', 'holds', 'receipts', 'certificates'])
      if (!isDeepStrictEqual(ours[key], theirs[key]))
        throw new Error(`${path(index)}: ${key} is ${JSON.stringify(ours[key])} and ${JSON.stringify(theirs[key])}`);
  }
  return sample;
}
