import { z } from 'zod';

/** The legal entity that issues a paper, with its address. */
const issuer = z
  .object({
    code: z.string(),
    name: z.string(),
    gln: z.string(),
    address: z.object({
      street: z.string(),
      city: z.string(),
      region: z.string(),
      postalCode: z.string(),
      country: z.string(),
    }),
    phone: z.string(),
  })
  .nullable()
  .describe('Who operates the site, or else the only owner; null where that is not known');

/** What every paper begins with. */
export const paperHead = {
  template: z.string().describe('Form of the paper and its version'),
  issuer,
  printedAt: z.iso.datetime(),
  printedByName: z.string(),
  contentHash: z
    .string()
    .describe(
      'SHA-256, hexadecimal, over the canonical JSON of everything here but `printedAt`, `printedByName` and this: keys sorted, no white space, NFC, UTF-8. The same on the page',
    ),
};
