import { textHash } from '#db/signature-hashes.ts';
import { canonicalShown } from '#domain/signatures.ts';

/** SHA-256 over the canonical JSON of a paper's rows, in NFC: the same rows give the same, whoever hashes them. */
export const contentHash = (rows: unknown): string => textHash(canonicalShown(rows).normalize('NFC'));
