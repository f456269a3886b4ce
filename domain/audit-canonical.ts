import { Decimal } from 'decimal.js';

/** An entry of the trail as it is sealed: every column, what is null left out, `before` and `after` as JSON text. */
export type SealedEntry = { position: string; transactionId: string } & Record<string, string | boolean>;

/** Columns that hold JSON; all others are text or true and false. */
const jsonColumns: readonly string[] = ['before', 'after'];

/**
 * The one text of an entry: JSON with keys in the order of their UTF-16 code units and no white space, as in RFC 8785, but
 * numbers in plain decimal with all their digits, which a JavaScript number would lose. What the same entry was written in
 * (order of keys, `1.50` or `1.5`) does not change it. A column that is null is left out, so that one added later changes no
 * text made before.
 */
export const canonicalEntry = (entry: SealedEntry): string =>
  object(
    Object.entries(entry).map(([column, value]) => [
      column,
      jsonColumns.includes(column) ? canonicalJson(String(value)) : JSON.stringify(value),
    ]),
  );

/** The one text of what a JSON text means. Throws where it is none. */
export const canonicalJson = (text: string): string =>
  // The runtime gives a third argument, the source text of a number, that the compiler's library does not know yet.
  write(JSON.parse(text, keepNumerals as (key: string, value: unknown) => unknown));

class Numeral {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const keepNumerals = (_key: string, value: unknown, { source }: { source: string }): unknown =>
  typeof value === 'number' ? new Numeral(source) : value;

function write(value: unknown): string {
  if (value instanceof Numeral) return new Decimal(value.text).toFixed();
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return object(Object.entries(value).map(([key, member]) => [key, write(member)]));
}

const object = (members: [string, string][]): string =>
  `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
    .join(',')}}`;
