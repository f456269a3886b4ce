/**
 * CSV in UTF-8 with a byte order mark, which spreadsheets ask for. A cell that a spreadsheet would take for a formula begins
 * with an apostrophe, so that opening the file runs nothing; a plain negative number is none.
 */
export function writeCsv(rows: Iterable<readonly string[]>): Uint8Array {
  const lines = Array.from(rows, (cells) => `${cells.map(cellOf).join(',')}\r\n`);
  return Buffer.from(`\u{FEFF}${lines.join('')}`, 'utf8');
}

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-[0-9]+(\.[0-9]+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
