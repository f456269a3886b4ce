import { allow, type Result, refuse } from './result.ts';

/** A table as it was read: its heading, and its rows with the number a spreadsheet shows beside them. */
export type Table = { columns: readonly string[]; rows: readonly { row: number; cells: readonly string[] }[] };
export type ReadTable = Result<Table>;

export const mostRows = 50_000;
const mostColumns = 60;
const longestCell = 2_000;

/** Takes the first row for the heading and leaves out empty rows and columns without a heading that are empty as well. */
export function tableOf(lines: readonly (readonly string[])[]): ReadTable {
  const [heading = [], ...rest] = lines;
  const columns = trimEnd(heading.map((name) => name.trim()));
  if (columns.length > mostColumns)
    return refuse('import.too-many-columns', `A table has at most ${mostColumns} columns`);
  const rows = rest
    .map((cells, index) => ({ row: index + 2, cells: trimEnd(cells.map((cell) => cell.trim())) }))
    .filter(({ cells }) => cells.length > 0);
  if (columns.length === 0 || rows.length === 0) return refuse('import.empty', 'There is a heading and no row in it');
  if (rows.length > mostRows)
    return refuse('import.too-many-rows', `A table has at most ${mostRows} rows, this one ${rows.length}`);
  const wide = rows.find(({ cells }) => cells.length > columns.length);
  if (wide)
    return refuse(
      'import.column-missing',
      `Row ${wide.row} has more cells than the heading has names`,
      `/rows/${wide.row}`,
    );
  const long = rows.find(({ cells }) => cells.some((cell) => cell.length > longestCell));
  if (long)
    return refuse('import.value-malformed', `A cell of row ${long.row} has more than ${longestCell} characters`);
  return allow({ columns, rows });
}

function trimEnd(cells: readonly string[]): readonly string[] {
  let length = cells.length;
  while (length > 0 && cells[length - 1] === '') length -= 1;
  return cells.slice(0, length);
}
