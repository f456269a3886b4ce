import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { SignatureProblem } from '#domain/signatures.ts';
import { isNamed } from './signed-records.ts';

/**
 * What is missing rather than wrong: signatures that the trail tells of and that are gone, and decisions in force that lost the
 * signature they were given. At most so many of each.
 */
export async function findMissingSignatures(db: DbOrTx, most: number): Promise<SignatureProblem[]> {
  const rows = await db.execute<Omit<SignatureProblem, 'message'> & { about: string }>(sql`
    (select 'signature-missing' as kind, entry.after ->> 'signatureId' as "signatureId", entry.subject_kind as "subjectKind",
            entry.subject_id as "subjectId", 'entry ' || entry.position as about
       from audit_entries entry
      where entry.action = 'signature.given'
        and not exists (select from signatures signature where signature.digest = entry.after ->> 'digest')
      order by entry.position limit ${most})
    union all
    (select 'record-unsigned', signature.id::text, 'quarantine_review', review.id::text, review.number
       from quarantine_reviews review
       join lateral (select id, command_id from signatures
                      where subject_kind = 'quarantine_review' and subject_id = review.id::text
                        and statement::jsonb ->> 'step' = 'decide' order by id desc limit 1) signature on true
      where review.outcome is not null and review.decision_signature_id is distinct from signature.id
      order by review.id limit ${most})
    union all
    (select 'record-unsigned', signature.id::text, signature.subject_kind, signature.subject_id, signature.subject_kind || ' ' || signature.subject_id
       from signatures signature
      where signature.subject_kind in ('release_approval', 'disposal', 'destruction', 'policy_change', 'master_data_proposal')
        -- That a disposal was given more time is kept in the trail alone.
        and not (signature.subject_kind = 'disposal' and signature.statement::jsonb ->> 'step' = 'extend')
        and not ${isNamed}
      order by signature.id limit ${most})`);
  return rows.map(({ about, ...problem }) => ({ ...problem, message: messages[problem.kind]?.(about) ?? about }));
}

const messages: Partial<Record<SignatureProblem['kind'], (about: string) => string>> = {
  'signature-missing': (about) => `The trail tells in ${about} of a signature that is gone`,
  'record-unsigned': (about) => `${about} was decided signed, and does not name that signature`,
};
