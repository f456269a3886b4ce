import { z } from 'zod';
import { ruleCodes } from '#domain/rule-codes.ts';
import { mostSubjects } from '#domain/signatures.ts';

const status = z.int().describe('As this row would have by itself');

/** What many decisions answer: a row for each in the order they were sent, named by the id of its record. */
export const outcomes = <Id extends z.ZodRawShape, Given extends z.ZodType>(id: Id, answer: Given) =>
  z.object({
    decided: z.int(),
    refused: z.int(),
    items: z
      .array(
        z.discriminatedUnion('ok', [
          z.object({ ...id, ok: z.literal(true), status, answer }),
          z.object({
            ...id,
            ok: z.literal(false),
            status,
            code: z.enum(ruleCodes),
            title: z.string(),
            detail: z.string(),
          }),
        ]),
      )
      .describe('In the order they were sent'),
  });

/** As many as one signing may be for. */
export const some = <Row extends z.ZodType>(row: Row) => z.array(row).min(1).max(mostSubjects);

export const isEachOnce = <Name extends string>(id: Name, rows: readonly Record<Name, string>[]): boolean =>
  new Set(rows.map((row) => row[id])).size === rows.length;

/** What every one of them says of itself. */
export const manyDescription =
  'Each record gets a decision and a signature of its own, and is answered by itself: what is refused for one leaves the others. The signing names every record as its subject. Sent again with the same key, rows that were decided answer the same, and the others are tried again.';
