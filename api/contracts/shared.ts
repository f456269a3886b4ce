import { z } from 'zod';

/** Query of every list: how many, and where to go on. Spread into a contract's `query`. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(1_000).optional(),
};

/** Answer of every list. `nextCursor` is null on the last page. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A quantity as a decimal string with at most four places; its meaning is checked by the domain. */
export const quantityText = z.string().trim().min(1).max(40);

/** An instant, ISO 8601 with an offset or Z. */
export const instant = z.iso.datetime({ offset: true });

/** A calendar date, YYYY-MM-DD. */
export const calendarDate = z.iso.date();

/** A code of master data: a site, an item, a party. */
export const code = z.string().trim().min(1).max(80);

/** Why somebody does something; how long it must be is the domain's rule. */
export const reasonText = z.string().trim().min(1).max(2_000);

/** Flags in a query: `true` or `false`, nothing else. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** What the release of stock allows; empty where it was released without conditions. */
export const releaseLimits = z
  .array(
    z.object({
      limitId: z.uuid(),
      releaseNumber: z.string(),
      customers: z.array(z.string()).nullable().describe('Null for all'),
      useBy: z.string().nullable(),
    }),
  )
  .describe('What its release allows: only these customers, only until that day');
