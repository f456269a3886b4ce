import { readSignatureContract, verifySignaturesContract } from '#api/contracts/signatures.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findMissingSignatures } from '#db/queries/missing-signatures.ts';
import { findSignature } from '#db/queries/signatures-of.ts';
import { verifySignatures } from '#db/queries/verify-signatures.ts';
import { allow, refuse } from '#domain/result.ts';
import type { SignatureProblem } from '#domain/signatures.ts';

/** A request is to end in seconds. */
const atATime = 200;

export function signatureRoutes(app: ApiRouter, { operations: { db } }: Services): void {
  // Before the signature with an id, which `verification` would be taken for.
  app.route(verifySignaturesContract, async ({ query: { after } }) => {
    const problems: SignatureProblem[] = [];
    const report = (problem: SignatureProblem) => void problems.push(problem);
    const { signatures, next } = await verifySignatures(db, { after: after ?? null, limit: atATime, report });
    if (next === null) problems.push(...(await findMissingSignatures(db, atATime)));
    return allow({ sound: problems.length === 0, signatures, next, problems });
  });

  app.route(readSignatureContract, async ({ params: { signatureId } }) => {
    const found = await findSignature(db, signatureId);
    if (!found) return refuse('signature.not-found', `There is no signature ${signatureId} that you may see`);
    const problems: SignatureProblem[] = [];
    const report = (problem: SignatureProblem) => void problems.push(problem);
    await verifySignatures(db, { after: null, only: signatureId, limit: 1, report });
    return allow({ ...found, sound: problems.length === 0, problems });
  });
}
