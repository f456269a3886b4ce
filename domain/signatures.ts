import { canonicalJson } from './audit-canonical.ts';
import { allow, type Result, refuse } from './result.ts';
import type { RuleCode } from './rule-codes.ts';

/** What a signature says, in the words of 21 CFR 11.50(a)(3). */
export const signatureMeanings = ['review', 'approval', 'responsibility', 'authorship'] as const;
export type SignatureMeaning = (typeof signatureMeanings)[number];

/** How the signer proved at signing that it was them: 21 CFR 11.200(a). */
export const signingMethods = ['password', 'password_and_code', 'oidc'] as const;
export type SigningMethod = (typeof signingMethods)[number];

/** What is signed: one record. Its kind is the one that tasks and the audit trail call it by. */
export type SignedSubject = { kind: string; id: string };

/** The same with the hash of what its reader was shown. */
export type SubjectToSign = SignedSubject & { shownHash: string };

/** Long enough to decide what was signed for, too short to be of use to whoever comes to the desk afterwards. */
export const signingMinutes = 5;

/** How many records one proof of identity may be for; each gets a signature of its own. */
export const mostSubjects = 100;

/**
 * The one text of what was shown: JSON with sorted keys and plain numbers, so that who reads it and who decides about it hash
 * the same. What is undefined is left out; dates are to be text already.
 */
export const canonicalShown = (shown: unknown): string => canonicalJson(JSON.stringify(shown));

/** A signature as it is shown wherever what was signed is shown (21 CFR 11.50): in print, when and where, and what it means. */
export type ShownSignature = {
  signatureId: string;
  printedName: string;
  /** ISO 8601 in UTC, with the time zone of the record's site. */
  at: string;
  timeZone: string;
  meaning: SignatureMeaning;
};

/** A signing as the operation that takes its signature finds it. */
export type FoundSigning = {
  userId: string;
  meaning: SignatureMeaning;
  expiresAt: Date;
  /** The session it was made in has ended or expired since, or its account was closed. */
  sessionOver: boolean;
  /** Of the subject in question; null where the signing is not about it. */
  shownHash: string | null;
  used: boolean;
};

/** What the deciding operation asks of a signing. */
export type AskedSignature = {
  signerId: string;
  now: Date;
  meanings: readonly SignatureMeaning[];
  /** Of what is shown at this moment. */
  hash: string;
};

export const alreadyUsed = refuse(
  'signature.already-used',
  'This signing was used for this record before: sign again',
  '/signingId',
);

/** May this signing become the signature under this record, as it is now? Answers it. */
export function mayTakeSignature<Found extends FoundSigning>(
  signing: Found | undefined,
  { signerId, now, meanings, hash }: AskedSignature,
): Result<Found> {
  const refused = (code: SignatureRefusal, message: string) => refuse(code, message, '/signingId');
  if (!signing || signing.userId !== signerId)
    return refused('signature.unknown', 'You have made no such signing: sign by POST /v1/signings');
  if (signing.sessionOver)
    return refused('signature.session-ended', 'The session you signed in is over: sign in and sign again');
  if (signing.shownHash === null)
    return refused('signature.other-subject', 'You signed for other records than this one');
  if (signing.used) return alreadyUsed;
  if (signing.expiresAt <= now)
    return refused('signature.expired', `What you signed counted until ${signing.expiresAt.toISOString()}: sign again`);
  if (!meanings.includes(signing.meaning))
    return refused(
      'signature.meaning-wrong',
      `This takes a signature that means ${meanings.join(' or ')}, not ${signing.meaning}`,
    );
  return signing.shownHash === hash
    ? allow(signing)
    : refused(
        'signature.shown-changed',
        'This has changed since you read what you signed for: read it again, and sign for what is there now',
      );
}

type SignatureRefusal = Extract<RuleCode, `signature.${string}`>;

/** Only a person signs (21 CFR 11.100(a): unique to one individual), within a session of theirs. */
export const maySign = (caller: { kind: string }, sessionId: string | null): Result<{ sessionId: string }> =>
  caller.kind === 'person' && sessionId !== null
    ? allow({ sessionId })
    : refuse('signature.person-required', 'A person signs, in a session: an API key cannot');

/** What can be wrong with a signature years later: 21 CFR 11.70. */
export const signatureProblemKinds = [
  'shown-edited',
  'signature-edited',
  'signing-differs',
  'not-in-trail',
  'record-differs',
  'record-unsigned',
  'signature-missing',
] as const;
export type SignatureProblemKind = (typeof signatureProblemKinds)[number];

export type SignatureProblem = {
  kind: SignatureProblemKind;
  signatureId: string;
  subjectKind: string;
  subjectId: string;
  message: string;
};
