import { inflateRawSync } from 'node:zlib';
import { Decimal } from 'decimal.js';
import { readSheet } from 'read-excel-file/node';
import { refuse, refuseAll } from '#domain/result.ts';
import { type ReadTable, tableOf } from '#domain/tables.ts';

/** What a workbook may open to. Fifty thousand rows of twenty columns are about fifty million bytes of XML. */
const mostBytes = 200_000_000;
const mostEntries = 500;
const mostFormulas = 50;

type Entry = { name: string; method: number; packed: number; size: number; at: number };

/**
 * Reads the first sheet of a workbook. It is unpacked once, with a bound on every part, before the reader sees it: what a
 * part says of its size is not believed. A formula is refused: what it shows depends on what else was open.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<ReadTable> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const broken = refuse('import.file-broken', 'This is no workbook (.xlsx): open it and save it anew');
  const entries = entriesOf(file);
  if (!entries) return broken;
  if (entries.length > mostEntries)
    return refuse('import.file-too-large', `A workbook has at most ${mostEntries} parts`);
  let left = mostBytes;
  const formulas: string[] = [];
  for (const entry of entries) {
    const part = unpack(file, entry, left);
    if (part === 'too large')
      return refuse('import.file-too-large', `This workbook opens to more than ${mostBytes} bytes`);
    if (part === 'broken') return broken;
    left -= part.length;
    if (/^xl\/worksheets\/[^/]+\.xml$/.test(entry.name)) formulas.push(...formulasIn(part.toString('latin1')));
  }
  if (formulas.length > 0)
    return refuseAll(
      'import.formula',
      `${formulas.length === mostFormulas ? `At least ${mostFormulas}` : formulas.length} cells hold formulas: paste values instead`,
      formulas.map((cell) => ({
        code: 'import.formula',
        message: `${cell} holds a formula`,
        pointer: `/cells/${cell}`,
      })),
    );
  try {
    return tableOf((await readSheet(file, { parseNumber: plainNumber })).map((row) => row.map(asText)));
  } catch {
    return broken;
  }
}

/** The central directory, which is at the end of a ZIP file; null where there is none. */
function entriesOf(file: Buffer): Entry[] | null {
  const end = file.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + 22 > file.length) return null;
  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) return null;
    const [nameLength, extra, comment] = [
      file.readUInt16LE(at + 28),
      file.readUInt16LE(at + 30),
      file.readUInt16LE(at + 32),
    ];
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      size: file.readUInt32LE(at + 24),
      at: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function unpack(file: Buffer, { method, packed, size, at }: Entry, most: number): Buffer | 'too large' | 'broken' {
  if (size > most) return 'too large';
  if (at + 30 > file.length || file.readUInt32LE(at) !== 0x04034b50) return 'broken';
  const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
  const content = file.subarray(from, from + packed);
  if (method === 0) return content.length > most ? 'too large' : content;
  if (method !== 8) return 'broken';
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    return error instanceof RangeError ? 'too large' : 'broken';
  }
}

function formulasIn(sheet: string): string[] {
  const cells: string[] = [];
  for (const { index } of sheet.matchAll(/<f[ >/]/g)) {
    const cell = /^<c [^>]*?r="([A-Z]+[0-9]+)"/.exec(sheet.slice(sheet.lastIndexOf('<c ', index), index))?.[1];
    cells.push(cell ?? 'A cell');
    if (cells.length === mostFormulas) break;
  }
  return cells;
}

/** As the sheet shows it: fifteen digits count there, and 0.1 is not 0.1000000000000000055. */
const plainNumber = (text: string): string => {
  const number = new Decimal(text);
  return number.isFinite() ? number.toSignificantDigits(15).toFixed() : text;
};

const asText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim();
};
