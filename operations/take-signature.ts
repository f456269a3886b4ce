import type { Tx } from '#db/connect.ts';
import { findSigning } from '#db/queries/find-signing.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { signatures } from '#db/schema/signatures.ts';
import { shownHash, signatureDigest } from '#db/signature-hashes.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import {
  alreadyUsed,
  canonicalShown,
  mayTakeSignature,
  type ShownSignature,
  type SignatureMeaning,
  type SignedSubject,
} from '#domain/signatures.ts';
import type { Actor, OperationContext } from './context.ts';
import { writeAudit } from './write-audit.ts';

export type AskedSigning = {
  /** As the deciding body carried it. */
  signingId: string | undefined;
  /** What the signature may mean. */
  meanings: readonly SignatureMeaning[];
  subject: SignedSubject;
  /** What the record shows now: the same that its details hash into `toSign`. Plain JSON, instants as text. */
  shown: unknown;
  /** What is decided under the signature, as plain JSON: kept with it and hashed with it. */
  statement: Record<string, unknown>;
  /** The versions of policies that the decision follows: part of what is stated. */
  policyIds: readonly string[];
  /** Where the record belongs, for the trail and for who may see it. */
  about?: { lotId?: string | null; siteId?: string | null; entityId?: string | null };
};

/**
 * Makes the signature under a record, in the transaction that decides about it: of the caller's own signing that still
 * counts, for this record as it is now, once. The caller of this holds the record's lock, has authorised the decision, and
 * keeps the id beside what was decided.
 */
export function takeSignature(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  asked: AskedSigning,
): Promise<Result<ShownSignature>> {
  // Whether a signing was used is to be known also where the caller may not see the signature.
  return beyondSight(tx, () => take(tx, context, actor, asked));
}

async function take(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { signingId, meanings, subject, shown, statement, policyIds, about = {} }: AskedSigning,
): Promise<Result<ShownSignature>> {
  if (signingId === undefined)
    return refuse('signature.required', 'This takes your signature: sign by POST /v1/signings', '/signingId');
  const signedAt = context.clock.now();
  const hash = shownHash(shown);
  const found = await findSigning(tx, { signingId, subject, siteId: about.siteId ?? null, now: signedAt });
  const taken = mayTakeSignature(found, { signerId: actor.caller.id, now: signedAt, meanings, hash });
  if (!taken.ok) return taken;

  const { onBehalfOf } = actor.caller;
  const { meaning, method, userId: signedBy, printedName, timeZone } = taken.value;
  const content = {
    id: context.newId(),
    signingId,
    subjectKind: subject.kind,
    subjectId: subject.id,
    ...{ meaning, method, signedBy, printedName, timeZone },
    shownHash: hash,
    statement: canonicalShown({ ...statement, policyIds: followedBy(actor, policyIds), onBehalfOf }),
    commandId: actor.commandId,
  };
  const digest = signatureDigest({ ...content, signedAt: signedAt.toISOString() });
  // Two decisions that use one signing for one record meet here: the second finds the first and leaves nothing.
  const written = await tx
    .insert(signatures)
    .values({ ...content, ...about, signedAt, shown: canonicalShown(shown), digest })
    .onConflictDoNothing({ target: [signatures.signingId, signatures.subjectKind, signatures.subjectId] })
    .returning({ id: signatures.id });
  if (written.length === 0) return alreadyUsed;
  await writeAudit(tx, context, actor, [
    {
      ...about,
      action: 'signature.given',
      subjectKind: subject.kind,
      subjectId: subject.id,
      after: { signatureId: content.id, meaning, method, printedName, timeZone, shownHash: hash, digest },
    },
  ]);
  return allow({ signatureId: content.id, printedName, at: signedAt.toISOString(), timeZone, meaning });
}

/** What a decision follows: what its case runs by and what it asked, with what asked for a code beside its reason. */
const followedBy = ({ followed = [] }: Actor, policyIds: readonly string[]): string[] => [
  ...new Set([...policyIds, ...followed]),
];
