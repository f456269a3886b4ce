import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { CaseKind } from '#domain/case-kinds.ts';
import { isoText } from './iso-text.ts';

/** A case that its trail is exported of: what it is called, whose workflow it is, and every record that belongs to it. */
export type AuditedCase = {
  kind: CaseKind;
  id: string;
  number: string;
  state: string;
  /** What it is about, as people call it. */
  title: string;
  lot: string | null;
  siteId: string | null;
  workflowId: string;
  /** Kinds and ids as audit entries, signatures and document links name them. */
  subjects: { kind: string; id: string }[];
  /** The policies that its rows name. */
  followed: { case: string[]; hold?: string[]; decision?: string[] };
};

const records: Record<CaseKind, SQL> = {
  quarantine_review: sql`
    select 'quarantine_review' as kind, review.id, review.number, review.state, 'lot ' || lot.code as title, lot.code as lot,
           review.site_id, review.workflow_id,
           jsonb_build_array(jsonb_build_object('kind', 'hold', 'id', review.hold_id)) as others,
           jsonb_build_object('case', review.policy_ids, 'decision', review.decision_policy_ids,
             'hold', (select hold.policy_ids from holds hold where hold.id = review.hold_id)) as followed
      from quarantine_reviews review join lots lot on lot.id = review.lot_id`,
  release_approval: sql`
    select 'release_approval' as kind, release.id, release.number, release.state, 'lot ' || lot.code as title, lot.code as lot,
           release.site_id,
           release.workflow_id, '[]'::jsonb as others, jsonb_build_object('case', release.policy_ids) as followed
      from release_approvals release join lots lot on lot.id = release.lot_id`,
  disposal: sql`
    select 'disposal' as kind, disposal.id, disposal.number, disposal.state, 'lot ' || lot.code as title, lot.code as lot,
           disposal.site_id, disposal.workflow_id,
           coalesce((select jsonb_agg(jsonb_build_object('kind', 'destruction', 'id', run.id))
                       from destructions run where run.disposal_id = disposal.id), '[]')
           || coalesce((select jsonb_agg(jsonb_build_object('kind', 'write_off', 'id', off.id))
                          from write_offs off where off.disposal_id = disposal.id), '[]') as others,
           jsonb_build_object('case', disposal.policy_ids) as followed
      from disposals disposal join lots lot on lot.id = disposal.lot_id`,
  master_data_proposal: sql`
    select 'master_data_proposal' as kind, id, number, state, title, null as lot, null::uuid as site_id, workflow_id,
           '[]'::jsonb as others, jsonb_build_object('case', policy_ids) as followed
      from master_data_proposals`,
  policy_change: sql`
    select 'policy_change' as kind, id, number, state,
           coalesce((change ->> 'key') || ' for ' || coalesce(change ->> 'scope', 'everything'), replace(subject, ':', ' ')) as title,
           null as lot, site_id, workflow_id, '[]'::jsonb as others, jsonb_build_object('case', policy_ids) as followed
      from policy_changes`,
};

/** The case of this kind and id; undefined where there is none. */
export async function findAuditedCase(db: DbOrTx, kind: CaseKind, caseId: string): Promise<AuditedCase | undefined> {
  const [found] = await db.execute<AuditedCase>(sql`
    select kind, id, number, state, title, lot, site_id as "siteId", workflow_id as "workflowId",
           jsonb_build_array(jsonb_build_object('kind', kind, 'id', id)) || others as subjects, followed
      from (${records[kind]}) as found where id = ${caseId}::uuid`);
  return found;
}

/**
 * The entries of a case: about one of its records, made by its workflow, or by a command that also wrote one of these, such as the
 * movement that a step caused, or the end of the hold.
 */
export const entriesOfCase = ({ subjects, workflowId }: AuditedCase): SQL => {
  const about = (entry: SQL) => sql`((${entry}.subject_kind, ${entry}.subject_id) in (
      select kind, id from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as asked (kind text, id text))
    or ${entry}.workflow_id = ${workflowId})`;
  return sql`(${about(sql`entry`)} or entry.command_id in (
    select same.command_id from audit_entries same where ${about(sql`same`)} and same.command_id is not null))`;
};

/** Documents that belong to a case, with the hashes by which they are known. */
export const readCaseDocuments = (db: DbOrTx, { subjects }: AuditedCase) =>
  db.execute<{ documentId: string; fileName: string; mediaType: string; sha256: string; linkedAt: string }>(sql`
    select document.id as "documentId", file_name as "fileName", media_type as "mediaType", sha256,
           ${isoText(sql`min(link.linked_at)`)} as "linkedAt"
      from document_links link join documents document on document.id = link.document_id
     where (link.subject_kind, link.subject_id::text) in (
       select kind, id from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as asked (kind text, id text))
     group by document.id order by document.id`);

/** What the case moved of its lot. */
export const readCaseMovements = (db: DbOrTx, { subjects }: AuditedCase) =>
  db.execute<{
    movementId: string;
    kind: string;
    happenedAt: string;
    recordedAt: string;
    reason: string | null;
    lines: { site: string | null; location: string; owner: string; condition: string; quantity: string }[];
  }>(sql`
    select movement.id as "movementId", movement.kind, ${isoText(sql`movement.happened_at`)} as "happenedAt",
           ${isoText(sql`movement.recorded_at`)} as "recordedAt", movement.reason,
           jsonb_agg(jsonb_build_object('site', site.code, 'location', place.code, 'owner', owner.code, 'condition', line.condition,
             'quantity', trim_scale(line.quantity)::text) order by line.line) as lines
      from movements movement join movement_lines line on line.movement_id = movement.id
      join locations place on place.id = line.location_id left join sites site on site.id = place.site_id
      join legal_entities owner on owner.id = line.owner_id
     where (movement.subject_kind, movement.subject_id::text) in (
       select kind, id from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as asked (kind text, id text))
     group by movement.id order by movement.position`);
