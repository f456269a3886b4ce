import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { ScoredKind } from '#domain/record-kinds.ts';
import { noFacts, type RecordFacts } from '#domain/record-rules.ts';

/** What stands around records at an instant, by their ids: specifications in effect of items, certificates of suppliers. */
export async function readFacts(
  db: DbOrTx,
  kind: ScoredKind,
  ids: readonly string[],
  at: Date,
): Promise<(id: string) => RecordFacts> {
  if (kind === 'location' || ids.length === 0) return () => noFacts;
  const rows = await db.execute<{ id: string; facts: Partial<RecordFacts> }>(
    kind === 'item' ? factsOfItems(ids, at) : factsOfParties(ids, at),
  );
  const known = new Map(rows.map(({ id, facts }) => [id, facts]));
  return (id) => ({ ...noFacts, ...known.get(id) });
}

const among = (ids: readonly string[]) =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid as id) asked`;

const factsOfItems = (ids: readonly string[], at: Date) => sql`
  select asked.id, jsonb_build_object('specified', exists (
           select from item_specifications one
            where one.item_id = asked.id and one.effective_from <= ${at.toISOString()}::timestamptz)) as facts
    from ${among(ids)}`;

/** An expired one is made good by another of its scheme that ends later. */
const factsOfParties = (ids: readonly string[], at: Date) => {
  const today = sql`${at.toISOString().slice(0, 10)}::date`;
  return sql`
  select asked.id, jsonb_build_object(
           'audited', exists (
             select from supplier_certificates paper
              where paper.party_id = asked.id and paper.scheme = 'food_safety_audit' and not paper.withdrawn
                and ${today} between paper.valid_from and paper.valid_until),
           'expired', (
             select coalesce(jsonb_agg(paper.code order by paper.code), '[]') from supplier_certificates paper
              where paper.party_id = asked.id and not paper.withdrawn and paper.valid_until < ${today}
                and not exists (select from supplier_certificates later
                                 where later.party_id = paper.party_id and later.scheme = paper.scheme
                                   and not later.withdrawn and later.valid_until > paper.valid_until))) as facts
    from ${among(ids)}`;
};
