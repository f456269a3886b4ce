import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { ReasonList } from '#domain/reason-codes.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import { isoText } from './iso-text.ts';
import { signatureAsShown } from './shown-signature.ts';
import { takePage } from './take-page.ts';
import { allOf, withinScopes } from './within-scopes.ts';

export type AuditFilter = {
  scopes: Scopes;
  lotId?: string | undefined;
  /** A condition on `entry` beyond the others. */
  about?: SQL | undefined;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  actorId?: string | undefined;
  action?: string | undefined;
  /** Recorded at or after, and before. */
  from?: string | undefined;
  until?: string | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

/** One change: who, what, on which cause, when it happened and when it was written down. `position` orders the trail. */
export type ListedEntry = {
  position: string;
  action: string;
  happenedAt: string;
  recordedAt: string;
  actorKind: string;
  actorId: string;
  actorName: string;
  onBehalfOf: string | null;
  subjectKind: string;
  subjectId: string;
  lotId: string | null;
  lot: string | null;
  site: string | null;
  timeZone: string | null;
  entity: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  reasonList: ReasonList | null;
  reasonCode: string | null;
  commandId: string | null;
  requestId: string | null;
  workflowId: string | null;
  activityId: string | null;
  imported: boolean;
  /** What the command that changed this was signed with. */
  signature: ShownSignature | null;
};

/** The trail, the latest first. The key of a page is the position of its last row. */
export async function listAuditEntries(
  db: DbOrTx,
  filter: AuditFilter,
): Promise<{ rows: readonly ListedEntry[]; next: readonly string[] | null }> {
  const rows = await db.execute<ListedEntry>(sql`
    with page as materialized (
      select * from audit_entries entry where ${conditions(filter)} order by entry.position desc limit ${filter.limit + 1})
    select page.position::text as position, page.action, ${isoText(sql`page.happened_at`)} as "happenedAt",
           ${isoText(sql`page.recorded_at`)} as "recordedAt", page.actor_kind as "actorKind", page.actor_id as "actorId",
           page.actor_name as "actorName", page.on_behalf_of_name as "onBehalfOf", page.subject_kind as "subjectKind", page.subject_id as "subjectId",
           page.lot_id as "lotId", lot.code as lot, site.code as site, site.time_zone as "timeZone", entity.code as entity,
           page.before, page.after, page.reason, page.reason_list as "reasonList", page.reason_code as "reasonCode", page.command_id as "commandId", page.request_id as "requestId",
           page.workflow_id as "workflowId", page.activity_id as "activityId", page.imported, signed.signature
      from page left join lots lot on lot.id = page.lot_id left join sites site on site.id = page.site_id
      left join legal_entities entity on entity.id = page.entity_id
      left join lateral (
        select ${signatureAsShown(sql`given`)} as signature from signatures given where given.command_id = page.command_id
         order by (given.subject_kind, given.subject_id) = (page.subject_kind, page.subject_id) desc, given.id limit 1) signed on true
     order by page.position desc`);
  return takePage(rows, filter.limit, ({ position }) => [position]);
}

function conditions({ scopes, from, until, after, ...filter }: AuditFilter): SQL {
  const [position] = after ?? [];
  return allOf([
    withinScopes(scopes, sql`entry.site_id`, sql`entry.entity_id`, sql`entry.lot_id`),
    filter.about,
    filter.lotId ? sql`entry.lot_id = ${filter.lotId}::uuid` : undefined,
    filter.subjectKind ? sql`entry.subject_kind = ${filter.subjectKind}` : undefined,
    filter.subjectId ? sql`entry.subject_id = ${filter.subjectId}` : undefined,
    filter.actorId ? sql`entry.actor_id = ${filter.actorId}` : undefined,
    filter.action ? sql`entry.action = ${filter.action}` : undefined,
    from ? sql`entry.recorded_at >= ${from}::timestamptz` : undefined,
    until ? sql`entry.recorded_at < ${until}::timestamptz` : undefined,
    position ? sql`entry.position < ${position}::bigint` : undefined,
  ]);
}
