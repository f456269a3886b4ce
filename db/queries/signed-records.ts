import { type SQL, sql } from 'drizzle-orm';

/** A table whose rows name the signature that they stand under: where it says whose they are, by whom, when, and what it states. */
type SignedRecord = { from: SQL; signature: SQL; about: SQL; by: SQL; at: SQL; states: SQL };

const nothing = sql`'{}'::jsonb`;

/** Every record that a signature stands under, but those whose decision can be taken back and be followed by another. */
const lasting: readonly SignedRecord[] = [
  {
    from: sql`outcome_confirmations record`,
    signature: sql`record.signature_id`,
    about: sql`record.review_id`,
    by: sql`record.confirmed_by`,
    at: sql`record.confirmed_at`,
    states: nothing,
  },
  {
    from: sql`release_decisions record`,
    signature: sql`record.signature_id`,
    about: sql`record.release_id`,
    by: sql`record.decided_by`,
    at: sql`record.decided_at`,
    states: sql`jsonb_build_object('decision', record.decision, 'reason', record.reason, 'terms', record.terms)`,
  },
  {
    from: sql`release_results record`,
    signature: sql`record.signature_id`,
    about: sql`record.release_id`,
    by: sql`record.recorded_by`,
    at: sql`record.recorded_at`,
    states: nothing,
  },
  {
    from: sql`disposal_approvals record`,
    signature: sql`record.signature_id`,
    about: sql`record.disposal_id`,
    by: sql`record.approved_by`,
    at: sql`record.approved_at`,
    states: sql`'{"step": "approve"}'::jsonb`,
  },
  {
    from: sql`disposal_differences record`,
    signature: sql`record.signature_id`,
    about: sql`record.disposal_id`,
    by: sql`record.settled_by`,
    at: sql`record.settled_at`,
    states: sql`jsonb_build_object('step', 'settle-difference', 'found', record.found, 'reason', record.reason)`,
  },
  {
    from: sql`disposals record`,
    signature: sql`record.ended_early_signature_id`,
    about: sql`record.id`,
    by: sql`record.ended_early_by`,
    at: sql`record.ended_early_at`,
    states: sql`jsonb_build_object('step', 'end-early', 'reason', record.ended_early_reason)`,
  },
  {
    from: sql`destructions record`,
    signature: sql`record.witness_signature_id`,
    about: sql`record.id`,
    by: sql`record.witnessed_by`,
    at: sql`record.witnessed_at`,
    states: sql`jsonb_build_object('step', 'witness', 'note', record.witness_note)`,
  },
  {
    from: sql`policy_changes record`,
    signature: sql`record.signature_id`,
    about: sql`record.id`,
    by: sql`record.decided_by`,
    at: sql`record.decided_at`,
    states: sql`jsonb_build_object('decision', case record.state when 'approved' then 'approve' else record.state end,
      'reason', record.decision_reason)`,
  },
  {
    from: sql`master_data_proposals record`,
    signature: sql`record.signature_id`,
    about: sql`record.id`,
    by: sql`record.decided_by`,
    at: sql`record.decided_at`,
    states: sql`jsonb_build_object('outcome', case record.state when 'approved' then 'approve' else 'reject' end,
      'reason', record.decision_reason)`,
  },
];

const review: SignedRecord = {
  from: sql`quarantine_reviews record`,
  signature: sql`record.decision_signature_id`,
  about: sql`record.id`,
  by: sql`record.decided_by`,
  at: sql`record.decided_at`,
  states: sql`jsonb_build_object('outcome', record.outcome, 'reason', record.decision_reason)`,
};

/**
 * Whether every record that names the row `signature` says what was signed: about the same, by the same person, in the minute
 * of it (a step signs before it writes what it decided), and in the same words. Null where none names it.
 */
export const recordsFit: SQL = sql`(select bool_and(about::text = signature.subject_id and by = signature.signed_by::text
    and at between signature.signed_at - interval '1 minute' and signature.signed_at + interval '1 minute'
    and signature.statement::jsonb @> states)
  from (${sql.join(
    [review, ...lasting].map(
      (one) => sql`select ${one.about} as about, ${one.by} as by, ${one.at} as at, ${one.states} as states
        from ${one.from} where ${one.signature} = signature.id`,
    ),
    sql` union all `,
  )}) as named)`;

/** Whether some record that keeps its signature for good names the row `signature`. */
export const isNamed: SQL = sql`(${sql.join(
  lasting.map((one) => sql`exists (select from ${one.from} where ${one.signature} = signature.id)`),
  sql` or `,
)})`;
