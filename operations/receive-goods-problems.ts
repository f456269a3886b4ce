import type { KnownNames } from '#db/queries/receiving-names.ts';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { allow, type Result, type RuleViolation } from '#domain/result.ts';
import type { ReceiveGoods } from './receive-goods-command.ts';
import { documentsIn } from './receive-goods-facts.ts';

/** When it happened. History comes from long ago by its own right; of the future knows nobody. */
export function statedTime(input: ReceiveGoods, { now, windowDays }: { now: Date; windowDays: string }): Result<Date> {
  const at = parseHappenedAt(input.happenedAt, { now, windowDays });
  return !at.ok && at.violation.code === 'request.happened-too-long-ago' && input.history && input.happenedAt
    ? allow(new Date(input.happenedAt))
    : at;
}

/** What the rules refuse, in the words of what was sent, and what only this operation can see: numbers and documents. */
export function furtherProblems(
  input: ReceiveGoods,
  known: KnownNames,
  refusals: readonly RuleViolation[],
): RuleViolation[] {
  return [
    ...(known.receiptNumberTaken
      ? [
          {
            code: 'receipt.number-taken' as const,
            message: `There is a receipt ${input.number} already`,
            pointer: '/number',
          },
        ]
      : []),
    ...inWordsSent(refusals),
    ...documentsIn(input)
      .filter(({ documentId }) => !known.documentIds.includes(documentId))
      .map(({ documentId, pointer }) => ({
        code: 'document.unknown' as const,
        message: `There is no document ${documentId}; store it first`,
        pointer,
      })),
    ...input.lines.flatMap(({ certificates = [] }, line) =>
      certificates.flatMap(({ number, announced }, index) =>
        number?.trim() || announced
          ? []
          : [
              {
                code: 'request.malformed' as const,
                message: 'A certificate that came has a number; one that follows is announced',
                pointer: `/lines/${line}/certificates/${index}/number`,
              },
            ],
      ),
    ),
  ];
}

/** An item may be sent as its GTIN in the same field, and then what is wrong with the GTIN says enough. */
function inWordsSent(refusals: readonly RuleViolation[]): RuleViolation[] {
  const asSent = refusals.map((violation) => ({
    ...violation,
    ...(violation.pointer === undefined
      ? {}
      : { pointer: violation.pointer.replace(/^(\/lines\/\d+)\/gtin$/, '$1/item') }),
  }));
  const aboutGtins = new Set(asSent.filter(({ code }) => code.startsWith('gs1.')).map(({ pointer }) => pointer));
  return asSent.filter(({ code, pointer }) => code !== 'item.unknown' || !aboutGtins.has(pointer));
}
