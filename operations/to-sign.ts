import { shownHash } from '#db/signature-hashes.ts';
import type { SignatureMeaning, SignedSubject } from '#domain/signatures.ts';

/**
 * What the details of a case answer as `toSign`: what a signing names as its subject, and what the signature may mean. `shown`
 * must be made by the same function that the deciding operation hands to `takeSignature`.
 */
export const toSign = ({ kind, id }: SignedSubject, shown: unknown, meanings: readonly SignatureMeaning[]) => ({
  kind,
  id,
  hash: shownHash(shown),
  meanings: [...meanings],
});
