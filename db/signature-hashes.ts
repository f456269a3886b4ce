import { createHash } from 'node:crypto';
import { canonicalShown } from '#domain/signatures.ts';

/** SHA-256 of a text in UTF-8, hexadecimal. */
export const textHash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** SHA-256 over the one text of what was shown, hexadecimal. */
export const shownHash = (shown: unknown): string => textHash(canonicalShown(shown));

/** Everything a signature consists of. Instants are ISO 8601 in UTC. */
export type SignatureContent = {
  id: string;
  signingId: string;
  subjectKind: string;
  subjectId: string;
  meaning: string;
  method: string;
  signedBy: string;
  printedName: string;
  signedAt: string;
  timeZone: string;
  /** Hash of the canonical text of what was shown. */
  shownHash: string;
  /** Canonical text of what was decided under it. */
  statement: string;
  commandId: string;
};

/**
 * One hash over all of it, which the audit trail keeps and seals: a signature cut out, copied under another record or changed
 * does not bear it out (21 CFR 11.70). The form is named, so that another form can never be taken for this one.
 */
export const signatureDigest = (content: SignatureContent): string =>
  textHash(canonicalShown({ form: 'holdfast-signature-1', ...content }));
