import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { DuplicateSign } from '#domain/duplicates.ts';
import type { DuplicateState, ScoredKind, SharedKind } from '#domain/record-kinds.ts';
import { isoText, nameOfActor } from './iso-text.ts';
import { containing } from './list-proposals.ts';
import { takePage } from './take-page.ts';
import { allOf } from './within-scopes.ts';

const tables = { item: 'items', party: 'parties', location: 'locations' } as const;

export type CompletenessFilter = {
  kind: ScoredKind;
  category?: string | undefined;
  missing?: string | undefined;
  blocked?: boolean | undefined;
  search?: string | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};
export type ScoredRecord = { id: string; code: string; name: string; score: number; missing: string[] };

/** Records by their score, the worst first. The key of a page is score and id. */
export async function listCompleteness(db: DbOrTx, { kind, limit, after, ...filter }: CompletenessFilter) {
  const [score, id] = after ?? [];
  const isShared = kind !== 'location';
  const conditions = allOf([
    sql`kept.completeness is not null`,
    filter.category !== undefined && kind === 'item' ? sql`kept.category = ${filter.category}` : undefined,
    kind === 'party' ? sql`kept.merged_into is null` : undefined,
    filter.missing === undefined ? undefined : sql`kept.missing ? ${filter.missing}`,
    filter.blocked === undefined || !isShared ? undefined : sql`(kept.blocked_at is not null) = ${filter.blocked}`,
    filter.search === undefined || !isShared
      ? undefined
      : sql`lower(kept.code || ' ' || kept.name) like ${containing(filter.search)}`,
    score && id ? sql`(kept.completeness, kept.id) > (${score}::int, ${id}::uuid)` : undefined,
  ]);
  const codeOf = isShared
    ? sql`kept.code`
    : sql`(select code from sites where sites.id = kept.site_id) || '/' || kept.code`;
  const rows = await db.execute<ScoredRecord>(sql`
    select kept.id, ${codeOf} as code, kept.name, kept.completeness as score, kept.missing
      from ${sql.identifier(tables[kind])} kept where ${conditions}
     order by kept.completeness, kept.id limit ${limit + 1}`);
  return takePage(rows, limit, (row) => [String(row.score), row.id]);
}

export type ListedDuplicate = {
  duplicateId: string;
  one: { id: string; code: string; name: string };
  other: { id: string; code: string; name: string };
  likeness: number;
  signs: { sign: DuplicateSign; says: string }[];
  state: DuplicateState;
  foundAt: string;
  judgedByName: string | null;
  judgedReason: string | null;
};

/** Suspected pairs, the likeliest first. The key of a page is likeness and id. */
export async function listDuplicates(
  db: DbOrTx,
  {
    kind,
    state,
    limit,
    after,
  }: { kind: SharedKind; state: DuplicateState; limit: number; after?: readonly string[] | undefined },
) {
  const [likeness, id] = after ?? [];
  const recordOf = (pairId: SQL) => sql`(
    select jsonb_build_object('id', id, 'code', code, 'name', name) from ${sql.identifier(tables[kind])} kept where kept.id = ${pairId})`;
  const rows = await db.execute<ListedDuplicate>(sql`
    select pair.id as "duplicateId", ${recordOf(sql`pair.one_id`)} as one, ${recordOf(sql`pair.other_id`)} as other,
           pair.likeness, pair.signs, pair.state, ${isoText(sql`pair.found_at`)} as "foundAt",
           pair.judged_by_name as "judgedByName", pair.judged_reason as "judgedReason"
      from duplicate_suspicions pair where pair.kind = ${kind} and pair.state = ${state}
       and not exists (select from parties gone where gone.id in (pair.one_id, pair.other_id) and gone.merged_into is not null)
       and ${likeness && id ? sql`(pair.likeness, pair.id) < (${likeness}::int, ${id}::uuid)` : sql`true`}
     order by pair.likeness desc, pair.id desc limit ${limit + 1}`);
  return takePage(rows, limit, (row) => [String(row.likeness), row.duplicateId]);
}

export type KeptOverride = {
  field: string;
  entityId: string | null;
  siteId: string | null;
  entity: string | null;
  site: string | null;
  value: unknown;
  since: string;
  proposalId: string;
};
export type Surroundings = {
  blocked: { at: string; byName: string; reason: string } | null;
  overrides: KeptOverride[];
};

/** What stands around an item or a party: whether it is blocked, and what sites and entities override. */
export async function readSurroundings(db: DbOrTx, kind: SharedKind, recordId: string): Promise<Surroundings> {
  const [found] = await db.execute<Surroundings>(sql`
    select case when kept.blocked_at is not null then jsonb_build_object('at', ${isoText(sql`kept.blocked_at`)},
             'byName', ${nameOfActor(sql`kept.blocked_by`)}, 'reason', kept.blocked_reason) end as blocked,
           (select coalesce(jsonb_agg(jsonb_build_object('field', local.field, 'entityId', local.entity_id, 'siteId', local.site_id,
                     'entity', owner.code, 'site', place.code, 'value', local.value -> 'is',
                     'since', ${isoText(sql`local.since`)}, 'proposalId', local.proposal_id) order by local.field, local.id), '[]')
              from local_overrides local left join legal_entities owner on owner.id = local.entity_id
              left join sites place on place.id = local.site_id where local.record_id = kept.id) as overrides
      from ${sql.identifier(tables[kind])} kept where kept.id = ${recordId}`);
  return found ?? { blocked: null, overrides: [] };
}
