import { type SQL, sql } from 'drizzle-orm';
import { hashEntry, leavesOf, merkleProof, type ProofStep } from '#db/audit-hashes.ts';
import type { DbOrTx } from '#db/connect.ts';
import { canonicalEntry, type SealedEntry } from '#domain/audit-canonical.ts';
import type { AuditSeal } from '#domain/audit-seals.ts';
import type { Scopes } from '#domain/caller.ts';
import { findSeal, findSealNumbers } from './audit-seals.ts';
import { type ListedEntry, listAuditEntries } from './audit-trail.ts';
import { readSealedEntriesWhere } from './sealed-entries.ts';
import { seeingEverything } from './sight.ts';
import { withinScopes } from './within-scopes.ts';

export type ProvenEntry = ListedEntry & {
  canonical: string;
  leaf: string;
  seal: string | null;
  proof: ProofStep[] | null;
  borneOut: boolean | null;
};

export type LotAudit = { leftOut: number; entries: ProvenEntry[]; seals: AuditSeal[] };

/** Everything recorded about a lot that a caller may see, the earliest first, each entry with its seal and its proof. */
export const readLotAudit = (db: DbOrTx, lotId: string, scopes: Scopes): Promise<LotAudit> =>
  readProvenEntries(db, sql`entry.lot_id = ${lotId}::uuid`, scopes);

/** The same for whatever a condition on `entry` chooses. */
export async function readProvenEntries(db: DbOrTx, about: SQL, scopes: Scopes): Promise<LotAudit> {
  const listed = await listAllEntries(db, about, scopes);
  const within = withinScopes(scopes, sql`entry.site_id`, sql`entry.entity_id`, sql`entry.lot_id`);
  const sealed = await readSealedEntriesWhere(db, sql`${about} and ${within}`);
  // How much is left out is told to whoever may see some of it: a number, and nothing of what it counts.
  const [all] = await seeingEverything(() =>
    db.execute<{ count: number }>(sql`select count(*)::int as count from audit_entries entry where ${about}`),
  );
  const numbers = await findSealNumbers(db, sealed);
  const proofs = new Map<string, Prover>();
  const seals: AuditSeal[] = [];
  for (const number of new Set(numbers)) {
    const seal = number === null ? undefined : await findSeal(db, number);
    if (!seal) continue;
    seals.push(seal);
    proofs.set(seal.number, proverOf(seal));
  }
  const entries = sealed.flatMap((entry, at) => {
    const shown = listed.get(entry.position);
    if (!shown) return [];
    const number = numbers[at] ?? null;
    const leaf = hashEntry(entry);
    const proven = number === null ? undefined : proofs.get(number)?.(entry, leaf);
    const proof = proven?.proof ?? null;
    const borneOut = proven?.borneOut ?? null;
    return [{ ...shown, canonical: canonicalEntry(entry), leaf: leaf.toString('hex'), seal: number, proof, borneOut }];
  });
  return { leftOut: Math.max((all?.count ?? 0) - sealed.length, 0), entries, seals };
}

type Prover = (entry: SealedEntry, leaf: Buffer) => { proof: ProofStep[] | null; borneOut: boolean };

/** Proves entries of one seal; what the seal does not bear out gets no proof. */
function proverOf(seal: AuditSeal): Prover {
  const leaves = leavesOf(seal);
  const positions = [...(leaves?.keys() ?? [])];
  const hashes = [...(leaves?.values() ?? [])];
  return ({ position }, leaf) => {
    const borneOut = leaves?.get(position)?.equals(leaf) ?? false;
    return { borneOut, proof: borneOut ? [...merkleProof(hashes, positions.indexOf(position))] : null };
  };
}

async function listAllEntries(db: DbOrTx, about: SQL, scopes: Scopes): Promise<ReadonlyMap<string, ListedEntry>> {
  const entries = new Map<string, ListedEntry>();
  let after: readonly string[] | undefined;
  do {
    const page = await listAuditEntries(db, { about, scopes, limit: 1_000, after });
    for (const entry of page.rows) entries.set(entry.position, entry);
    after = page.next ?? undefined;
  } while (after);
  return entries;
}
