import { parse } from 'csv-parse/sync';
import { refuse } from '#domain/result.ts';
import { type ReadTable, tableOf } from '#domain/tables.ts';

/** Reads CSV in UTF-8 with commas, with or without a byte order mark. Other encodings and separators are refused, not guessed. */
export function readCsv(bytes: Uint8Array): ReadTable {
  const [first, second] = bytes;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (utf16) return refuse('import.encoding', 'This file is in UTF-16: save it as CSV UTF-8');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('import.encoding', 'This file is not in UTF-8: save it as CSV UTF-8');
  }
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const other = [';', '\t', '|'].find((sign) => heading.includes(sign) && !heading.includes(','));
  if (other !== undefined)
    return refuse(
      'import.separator',
      `Its columns are separated by ${nameOf(other)}: save it with commas, or send the workbook`,
    );
  try {
    const rows = parse(text, { relax_column_count: true, info: false, bom: true }) as string[][];
    return tableOf(rows);
  } catch (error) {
    return refuse(
      'import.file-broken',
      `This is no CSV: ${error instanceof Error ? error.message : 'it cannot be read'}`,
    );
  }
}

const nameOf = (sign: string): string => ({ ';': 'semicolons', '\t': 'tabs' })[sign] ?? `"${sign}"`;
