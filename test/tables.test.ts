import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTable } from '#api/tables/read-table.ts';
import { writeCsv } from '#api/tables/write-csv.ts';

type Part = { name: string; content: Buffer; packed?: Buffer; says?: number };

/** A ZIP file of these parts; `says` is what a part tells of its own size. */
function zip(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, packed = deflateRawSync(content), says = content.length } of parts) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(says, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(says, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    const file = Buffer.concat([head, Buffer.from(name), packed]);
    files.push(file);
    directory.push(entry, Buffer.from(name));
    at += file.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}

const codeOf = async (bytes: Uint8Array, format: 'csv' | 'xlsx' = 'xlsx') => {
  const read = await readTable({ bytes, format });
  return read.ok ? 'read' : read.violation.code;
};

test('a workbook that opens to more than it may is not opened, whatever it says of its size', async () => {
  const content = Buffer.alloc(210_000_000);
  const bomb = { name: 'xl/worksheets/sheet1.xml', content, packed: deflateRawSync(content, { level: 1 }) };
  expect(await codeOf(zip([bomb]))).toBe('import.file-too-large');
  expect(await codeOf(zip([{ ...bomb, says: 10 }]))).toBe('import.file-too-large');
});

test('a formula is refused with its cell, not read for what it showed last', async () => {
  const sheet = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><f>A1*2</f><v>4</v></c></row>';
  const read = await readTable({
    bytes: zip([{ name: 'xl/worksheets/sheet1.xml', content: Buffer.from(sheet) }]),
    format: 'xlsx',
  });
  expect(read).toMatchObject({
    ok: false,
    violation: { code: 'import.formula', problems: [{ message: 'B2 holds a formula' }] },
  });
});

test('a broken file is refused, and the next one is read', async () => {
  expect(await codeOf(Buffer.from('PK\u0005\u0006', 'latin1'))).toBe('import.file-broken');
  expect(await codeOf(zip([{ name: 'xl/workbook.xml', content: Buffer.from('<no') }]))).toBe('import.file-broken');
  expect(await codeOf(Buffer.from('code\nA'), 'csv')).toBe('read');
});

test.each([
  ['semicolons', 'code;name\nA;B', 'import.separator'],
  ['another encoding', Buffer.from('code,name\nA,Käse', 'latin1'), 'import.encoding'],
  ['UTF-16', Buffer.from('\u{FEFF}code,name\nA,B', 'utf16le'), 'import.encoding'],
  ['no row', 'code,name\n', 'import.empty'],
  ['too many rows', `code\n${'A\n'.repeat(50_001)}`, 'import.too-many-rows'],
  ['too many columns', `${'a,'.repeat(60)}b\nA`, 'import.too-many-columns'],
  ['a cell nobody wrote by hand', `code\n${'A'.repeat(2_001)}`, 'import.value-malformed'],
  ['a row wider than the heading', 'code,name\nA,B,C', 'import.column-missing'],
  ['an open quote', 'code,name\nA,"B', 'import.file-broken'],
])('CSV is refused clearly for %s', async (_what, text, code) => {
  expect(await codeOf(Buffer.from(text), 'csv')).toBe(code);
});

test('rows keep the number a spreadsheet shows, and quoted cells their commas and line ends', async () => {
  const read = await readTable({
    bytes: Buffer.from('code,name\r\n\r\nA,"one, two\nthree"\r\n,\r\nB,x\r\n'),
    format: 'csv',
  });
  expect(read.ok && read.value.rows).toEqual([
    { row: 3, cells: ['A', 'one, two\nthree'] },
    { row: 5, cells: ['B', 'x'] },
  ]);
});

test('what a spreadsheet would run is written as text', () => {
  const text = Buffer.from(writeCsv([['=1+1', '+1', '-2.5', '@x', 'a,b', 'say "no"']])).toString('utf8');
  expect(text).toBe(`\u{FEFF}'=1+1,'+1,-2.5,'@x,"a,b","say ""no"""\r\n`);
});
