import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { type SignatureContent, signatureDigest, textHash } from '#db/signature-hashes.ts';
import type { SignatureProblem, SignatureProblemKind } from '#domain/signatures.ts';
import { isoText } from './iso-text.ts';
import { recordsFit } from './signed-records.ts';

export type SignaturesToVerify = {
  /** The last one looked at. */
  after: string | null;
  only?: string;
  limit: number;
  report: (problem: SignatureProblem) => void;
};

export type SignatureVerification = { signatures: number; problems: number; next: string | null };

type Row = SignatureContent & {
  shown: string;
  digest: string;
  signingFits: boolean;
  inTrail: boolean;
  /** Whether what names this signature says what was signed; null where nothing names it any more. */
  recordsFit: boolean | null;
};

/**
 * Proves of signatures, in the order of their ids, that each still is what was given and still fits its record (21 CFR 11.70):
 * its hashes are those of what it says, its signing was for it, the trail holds the same, and the decision or confirmation that names it
 * says what was signed. That the trail itself is whole is for its seals to prove. At most `limit` at a time; go on after `next`.
 */
export async function verifySignatures(
  db: DbOrTx,
  { after, only, limit, report }: SignaturesToVerify,
): Promise<SignatureVerification> {
  const rows = await db.execute<Row>(sql`
    select signature.id, signature.signing_id as "signingId", signature.subject_kind as "subjectKind",
           signature.subject_id as "subjectId", signature.meaning, signature.method, signature.signed_by as "signedBy",
           signature.printed_name as "printedName", ${isoText(sql`signature.signed_at`)} as "signedAt",
           signature.time_zone as "timeZone", signature.shown_hash as "shownHash", signature.statement,
           signature.command_id as "commandId", signature.shown, signature.digest,
           exists (select from signings signing join signing_subjects subject on subject.signing_id = signing.id
                    where signing.id = signature.signing_id and signing.user_id = signature.signed_by
                      and signing.meaning = signature.meaning and signing.method = signature.method
                      and subject.kind = signature.subject_kind and subject.subject_id = signature.subject_id
                      and subject.shown_hash = signature.shown_hash) as "signingFits",
           exists (select from audit_entries entry
                    where entry.subject_kind = signature.subject_kind and entry.subject_id = signature.subject_id
                      and entry.action = 'signature.given' and entry.after ->> 'digest' = signature.digest
                      and entry.actor_id = signature.signed_by::text) as "inTrail",
           ${recordsFit} as "recordsFit"
      from signatures signature
     where ${after === null ? sql`true` : sql`signature.id > ${after}::uuid`}
       and ${only === undefined ? sql`true` : sql`signature.id = ${only}::uuid`}
     order by signature.id limit ${limit}`);
  let problems = 0;
  for (const row of rows)
    for (const [kind, message] of findProblems(row)) {
      problems += 1;
      const { id: signatureId, subjectKind, subjectId } = row;
      report({ kind, signatureId, subjectKind, subjectId, message: `Signature ${signatureId} ${message}` });
    }
  const last = rows.at(-1);
  return { signatures: rows.length, problems, next: rows.length === limit && last ? last.id : null };
}

function* findProblems(row: Row): Generator<[SignatureProblemKind, string]> {
  const { shown, digest, signingFits, inTrail, recordsFit: fits, ...content } = row;
  if (textHash(shown) !== content.shownHash) yield ['shown-edited', 'has another text than its signer was shown'];
  if (signatureDigest(content) !== digest) yield ['signature-edited', 'is not what was given'];
  if (!signingFits) yield ['signing-differs', 'is not what its signer proved to be theirs'];
  if (!inTrail) yield ['not-in-trail', 'is not in the audit trail as it is here'];
  if (fits === false) yield ['record-differs', 'stands under a record that says something else than was signed'];
}
