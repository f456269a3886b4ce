import type { z } from 'zod';
import type { Caller } from '#domain/caller.ts';
import { contentHash } from '#operations/content-hash.ts';
import type { OperationContext } from '#operations/context.ts';

/** What differs each time the same paper is read: no part of its content. */
type Printed = { printedAt: string; printedByName: string; contentHash: string };

/** A paper as its contract has it, with who printed it when, and the hash of what it says. */
export function putOnPaper<Paper extends Printed>(
  contract: z.ZodType<Paper>,
  { clock }: Pick<OperationContext, 'clock'>,
  caller: Caller,
  rows: Omit<Paper, keyof Printed>,
): Paper {
  const printed = { printedAt: clock.now().toISOString(), printedByName: caller.name, contentHash: '' };
  // Through the contract, so that what is hashed is what is answered.
  const paper = contract.parse({ ...rows, ...printed });
  const { printedAt: _at, printedByName: _by, contentHash: _none, ...content } = paper;
  return { ...paper, contentHash: contentHash(content) };
}
