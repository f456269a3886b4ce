import { and, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { sites } from '#db/schema/master-data.ts';
import { policies } from '#db/schema/policies.ts';
import type { PolicyKey } from '#domain/policies.ts';
import { type EffectivePolicy, mostSpecific, type PolicyScope } from '#domain/policy-resolution.ts';
import type { ScopeOf } from '#domain/policy-scopes.ts';

/** The policies in force at one instant, read once per transaction; a reading names the rows it followed. */
export type PolicyBook = {
  read<Key extends PolicyKey>(key: Key, scope: ScopeOf<Key>): EffectivePolicy<Key>;
};

/**
 * Reads the policies in force, all or those named. Numbers are decimal strings, switches booleans, lists arrays of words.
 * A key without any row is a fault of the installation: the baseline writes each of them, so there is no silent default.
 */
export async function readPolicyBook(db: DbOrTx, at: Date, keys?: readonly PolicyKey[]): Promise<PolicyBook> {
  const rows = await db
    .select()
    .from(policies)
    .where(
      and(
        lte(policies.effectiveFrom, at),
        or(isNull(policies.effectiveUntil), gt(policies.effectiveUntil, at)),
        keys ? inArray(policies.key, [...keys]) : undefined,
      ),
    );
  const countryOf = rows.some(({ scopeKind }) => scopeKind === 'jurisdiction') ? await readCountries(db) : new Map();
  return {
    read(key, scope) {
      const reading = mostSpecific(key, rows, { ...scope, ...whereIs(scope, countryOf) }, at);
      if (reading.rowIds.length === 0) throw new Error(`No policy "${key}" is in force; install the baseline`);
      return reading;
    },
  };
}

/** The country is that of the site, so that no reader forgets it; what is at every site is under the law of each. */
function whereIs({ siteId }: PolicyScope, countryOf: ReadonlyMap<string, string>): PolicyScope {
  if (siteId) return { jurisdiction: countryOf.get(siteId) ?? null };
  return siteId === null ? { countries: [...new Set(countryOf.values())] } : {};
}

async function readCountries(db: DbOrTx): Promise<ReadonlyMap<string, string>> {
  const rows = await db.select({ id: sites.id, address: sites.address }).from(sites);
  return new Map(rows.map(({ id, address }) => [id, address.country]));
}
