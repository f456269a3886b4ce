import type { ImportColumn } from './import-columns.ts';
import type { ReadRow, RowProblem } from './import-rows.ts';
import type { SpecificationRecord } from './specification-values.ts';
import { type Characteristic, measuredOn, type SamplingPlan, sameWord } from './specifications.ts';

const column = (
  name: string,
  type: ImportColumn['type'],
  takes: string,
  example: string,
  field = `characteristic/${name}`,
): ImportColumn => ({ name, field, type, needed: false, takes, example });

/** One row is one characteristic; what is said of the whole specification is said in any of its rows, and in all that say it alike. */
export const specificationColumns: readonly ImportColumn[] = [
  column('code', 'text', 'the code of the item', 'GC-ASH', 'code'),
  column(
    'effectiveFrom',
    'instant',
    'an instant with its zone, such as 2027-01-01T00:00:00Z; none: from the approval on',
    '2027-01-01T00:00:00Z',
    'effectiveFrom',
  ),
  column(
    'sampling',
    'plan',
    'the scheme, and for each band of base units samples / accepted, such as c_zero: 50 = 5/0 | above = 13/0',
    'c_zero: 50 = 5/0 | above = 13/0',
    'sampling',
  ),
  column('name', 'text', 'the characteristic of this name is changed, or added', 'Core temperature'),
  column('method', 'text', 'text', 'Probe between packs'),
  column('unit', 'text', 'the unit of its limits', 'celsius'),
  column('lower', 'decimal', 'the lower limit, inclusive', ''),
  column('upper', 'decimal', 'the upper limit, inclusive', '7'),
  column('allowed', 'words', 'words separated by |, in place of limits', ''),
  column('required', 'flag', 'true or false; true if it says nothing', 'true'),
  column('measuredOn', 'text', measuredOn.join(' or '), 'each_sample'),
];

/** `c_zero: 50 = 5/0 | above = 13/0`; null where it is not written like that. */
export function readPlan(text: string): SamplingPlan | null {
  const [scheme = '', bands = ''] = text.split(':').map((part) => part.trim());
  if (scheme !== 'c_zero' && scheme !== 'aql') return null;
  const read = bands
    .split('|')
    .map((band) => /^(above|[0-9.]+)\s*=\s*([0-9]{1,6})\s*\/\s*([0-9]{1,6})$/.exec(band.trim()));
  if (read.some((band) => band === null)) return null;
  return {
    scheme,
    bands: read.map((band) => {
      const [, upTo = '', samples = '', accept = ''] = band ?? [];
      return {
        upTo: upTo === 'above' ? null : upTo,
        samples: Number(samples),
        accept: Number(accept),
        reject: Number(accept) + 1,
      };
    }),
  };
}

/**
 * The rows of one specification as one: its characteristics with what the rows say of them put in. One that no row names stays as
 * it is. Problems go with the row that they are of.
 */
export function joinRows(
  rows: readonly { row: number; read: ReadRow }[],
  kept: SpecificationRecord | undefined,
): { fields: Record<string, unknown>; problems: Map<number, RowProblem[]>; rowOf: readonly (number | null)[] } {
  const problems = new Map(rows.map(({ row, read }) => [row, [...read.problems]]));
  const tell = (row: number, problem: RowProblem) => problems.get(row)?.push(problem);
  const whole: Record<string, unknown> = { effectiveFrom: null };
  const said = new Map<string, number>();
  const characteristics: Characteristic[] = [...(kept?.characteristics ?? [])];
  const rowOf: (number | null)[] = characteristics.map(() => null);
  for (const { row, read } of rows) {
    for (const field of ['effectiveFrom', 'sampling']) {
      const value = read.fields[field];
      if (value === undefined) continue;
      const earlier = said.get(field);
      if (earlier !== undefined && JSON.stringify(whole[field]) !== JSON.stringify(value))
        tell(row, {
          column: field,
          code: 'import.value-malformed',
          message: `Row ${earlier}, of the same specification, says otherwise`,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        });
      else {
        whole[field] = value;
        said.set(field, row);
      }
    }
    const part = partOf(read);
    // A row may say something of the whole alone.
    if (Object.keys(part).length === 0) continue;
    const name = typeof part.name === 'string' ? part.name : '';
    const index = characteristics.findIndex((one) => sameWord(one.name, name));
    if (name === '')
      tell(row, { column: 'name', code: 'import.value-missing', message: 'It names no characteristic', value: '' });
    else if (index >= 0 && rowOf[index] !== null)
      tell(row, {
        column: 'name',
        code: 'import.row-repeated',
        message: `${name} is in row ${rowOf[index]} already`,
        value: name,
      });
    else {
      const at = index < 0 ? characteristics.length : index;
      characteristics[at] = {
        ...(characteristics[index] ?? blank),
        ...part,
        name: characteristics[index]?.name ?? name,
      };
      rowOf[at] = row;
      const { measuredOn: on } = characteristics[at];
      if (!measuredOn.includes(on))
        tell(row, {
          column: 'measuredOn',
          code: 'import.value-malformed',
          message: `It is measured on ${measuredOn.join(' or ')}`,
          value: String(on),
        });
    }
  }
  return { fields: { ...whole, characteristics }, problems, rowOf };
}

const blank: Characteristic = {
  ...{ name: '', method: '', unit: null, lower: null, upper: null, allowed: null },
  ...{ required: true, measuredOn: 'each_sample' },
};

const prefix = 'characteristic/';

function partOf({ fields }: ReadRow): Partial<Characteristic> {
  const own = Object.entries(fields).filter(([field]) => field.startsWith(prefix));
  const part = Object.fromEntries(own.map(([field, value]) => [field.slice(prefix.length), value]));
  // No words are none, as no limits are; a name or a method cannot be taken away.
  const allowed = Array.isArray(part.allowed) && part.allowed.length === 0 ? { allowed: null } : {};
  return { ...part, ...allowed, ...(part.method === null && { method: '' }) };
}

/** The column that a problem of a specification's field is about. */
export const columnOfSpecification = (pointer: string): string => {
  const [field = '', index, part] = pointer.split('/').filter((word) => word !== '');
  if (field === 'characteristics') return index !== undefined && part !== undefined ? part : 'name';
  return field === 'effectiveFrom' || field === 'sampling' ? field : 'code';
};
