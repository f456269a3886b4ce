import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Grant } from '#domain/caller.ts';
import { type Sight, sightOf } from '#domain/sight.ts';

/** The statements that set a caller's sight for one transaction. */
type Seeing = { settings: string; everything: boolean };

const seeing = new AsyncLocalStorage<Seeing>();
const everything = `set local holdfast.sight = 'all'`;
const known = new WeakMap<readonly Grant[], Seeing>();

/**
 * Whatever is asked of the database while `steps` run is asked with this caller's sight: each statement and each transaction of a
 * pool that knows none of its own (`connect`). Without it such a pool sees no row that has a site or an entity.
 */
export function seenBy<T>({ grants }: { grants: readonly Grant[] }, steps: () => Promise<T>): Promise<T> {
  if (grants.length === 0) return steps();
  const settings = known.get(grants) ?? settingsOf(sightOf(grants));
  known.set(grants, settings);
  // A query that was only put together is sent when it is waited for, so that has to happen in here.
  return seeing.run(settings, async () => await steps());
}

/** The settings in force, for the one place that puts them before statements. */
export const currentSight = (): string | undefined => seeing.getStore()?.settings;

/**
 * Lets steps of an operation, or a deliberate answer, see past the caller's sight, and the caller's sight be in force again behind
 * them. For what a rule has to know wherever it is, such as a hold that reaches a lot everywhere; never for what is answered as a list.
 */
export async function beyondSight<T>(tx: DbOrTx, steps: () => Promise<T>): Promise<T> {
  const own = seeing.getStore();
  if (!own || own.everything) return await steps();
  await tx.execute(sql.raw(everything));
  // What looks past it again in there does not put the narrow sight back before these steps are done.
  const result = await seeing.run({ settings: everything, everything: true }, async () => await steps());
  await tx.execute(sql.raw(own.settings));
  return result;
}

/** The same for reads outside of an operation: what they answer is told whole or not at all. */
export const seeingEverything = <T>(steps: () => Promise<T>): Promise<T> =>
  seeing.run({ settings: everything, everything: true }, async () => await steps());

function settingsOf(sight: Sight): Seeing {
  if (sight === null) return { settings: everything, everything: true };
  const { sites, entities, owners, narrow } = sight;
  const values = {
    sight: 'some',
    sites: asArray(sites),
    entities: asArray(entities),
    owners: owners === null ? 'all' : asArray(owners),
    grants: JSON.stringify(narrow),
  };
  const settings = Object.entries(values).map(([name, value]) => `set local holdfast.${name} = '${quoted(value)}'`);
  return { settings: settings.join(';'), everything: false };
}

const asArray = (ids: readonly string[]): string => `{${ids.join(',')}}`;
const quoted = (value: string): string => value.replaceAll("'", "''");
