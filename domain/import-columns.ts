import { readPlan, specificationColumns } from './import-specifications.ts';
import type { ImportedKind } from './record-kinds.ts';
import { allow, type Result, type RuleViolation, refuse } from './result.ts';

const cellTypes = ['text', 'decimal', 'count', 'flag', 'words', 'units', 'instant', 'plan'] as const;
type CellType = (typeof cellTypes)[number];

/** A column of a table to import: which field of a record it is, and what it takes. */
export type ImportColumn = {
  name: string;
  /** The field, or a part of one: `address/city`. */
  field: string;
  type: CellType;
  /** A new record needs it. */
  needed: boolean;
  takes: string;
  example: string;
};

/** What a cell says to take a value away: an empty one leaves it as it is. */
export const emptied = '(empty)';

const column = (
  name: string,
  type: CellType,
  takes: string,
  example: string,
  needed = false,
  field = name,
): ImportColumn => ({
  name,
  field,
  type,
  needed,
  takes,
  example,
});

const list = 'words separated by |';
const yesNo = 'true or false';
const degrees = 'degrees Celsius, both or neither';

/** The columns of each kind, in the order of the template. */
export const importColumns: Record<ImportedKind, readonly ImportColumn[]> = {
  item: [
    column('code', 'text', 'the code of the item', 'GC-ASH', true),
    column('name', 'text', 'text', 'Ash-ripened goat cheese 150 g', true),
    column('gtin', 'text', 'a GTIN of 8, 12, 13 or 14 digits', '09521101001112', true),
    column('category', 'text', 'a category of items', 'cheese', true),
    column('baseUnit', 'text', 'the unit that stock is counted in', 'each', true),
    column('netWeightKg', 'decimal', 'kilograms of one base unit', '0.15', true),
    column('storageMinC', 'decimal', degrees, '0'),
    column('storageMaxC', 'decimal', degrees, '4'),
    column('traceabilityList', 'flag', `${yesNo}: on the Food Traceability List`, 'true', true),
    column('traceabilityFood', 'text', 'which food of the list it is', 'cheese_soft_ripened_or_semi_soft'),
    column('traceabilityExemption', 'text', 'why it is not on the list, if its category is', ''),
    column('allergens', 'words', `${list}; ${emptied} for none`, 'milk'),
    column('shelfLifeDays', 'count', 'whole days', '45', true),
    column('inspectionRequired', 'flag', yesNo, 'true', true),
    column('lotControlled', 'flag', yesNo, 'true', true),
    column('soldOnlyTo', 'text', 'the code of a customer', ''),
    column(
      'units',
      'units',
      'units separated by |, each as name = base units, such as case = 12 | tub = 5/2',
      'case = 12',
    ),
    column('overridable', 'words', `${list}: fields that sites may override`, ''),
  ],
  party: [
    column('code', 'text', 'the code of the party', 'NEW', true),
    column('name', 'text', 'text', 'New Meadow Dairy, LLC', true),
    column('isSupplier', 'flag', yesNo, 'true', true),
    column('isCustomer', 'flag', yesNo, 'false', true),
    column('gln', 'text', 'a GLN of 13 digits', '9521101000016', true),
    column('plantGln', 'text', 'a GLN of 13 digits', '9521101000023'),
    column('shipToGln', 'text', 'a GLN of 13 digits', ''),
    column('duns', 'text', 'nine digits', '123456789'),
    column('street', 'text', 'text', '9 Shearling Lane', true, 'address/street'),
    column('city', 'text', 'text', 'Petaluma', true, 'address/city'),
    column('region', 'text', 'text', 'CA', false, 'address/region'),
    column('postalCode', 'text', 'text', '94952', true, 'address/postalCode'),
    column('country', 'text', 'two letters (ISO 3166-1)', 'US', true, 'address/country'),
    column('servesVulnerablePeople', 'flag', yesNo, 'false'),
    column('otherRequirements', 'words', list, ''),
    column('riskScore', 'decimal', '0 to 100', '20'),
    column(
      'contactName',
      'text',
      'the contact with this e-mail address is changed, or added',
      'Nora Quill',
      false,
      'contact/name',
    ),
    column('contactRole', 'text', 'text', 'quality', false, 'contact/role'),
    column('contactPhone', 'text', 'text', '+1-707-555-0110', false, 'contact/phone'),
    column('contactEmail', 'text', 'an e-mail address', 'quality@new.example', false, 'contact/email'),
    column('contactForRecalls', 'flag', yesNo, 'true', false, 'contact/forRecalls'),
    column('overridable', 'words', `${list}: fields that sites may override`, ''),
  ],
  location: [
    column('code', 'text', "its site's code and its own", 'EWR/A-09', true),
    column('kind', 'text', 'a kind of location', 'cooler', true),
    column('name', 'text', 'text', 'Cooler A, rack 9', true),
    column('temperatureMinC', 'decimal', degrees, '0'),
    column('temperatureMaxC', 'decimal', degrees, '4'),
  ],
  specification: specificationColumns,
};

/** Where each known column is in a table. Unknown, repeated and missing headings are told of together. */
export function readHeading(kind: ImportedKind, columns: readonly string[]): Result<Map<ImportColumn, number>> {
  const places = new Map<ImportColumn, number>();
  const problems: RuleViolation[] = [];
  for (const [index, name] of columns.entries()) {
    const known = importColumns[kind].find((one) => one.name.toLowerCase() === name.toLowerCase());
    const pointer = `/columns/${index}`;
    if (!known) problems.push({ code: 'import.column-unknown', message: `There is no column "${name}"`, pointer });
    else if (places.has(known))
      problems.push({ code: 'import.column-repeated', message: `"${name}" is there twice`, pointer });
    else places.set(known, index);
  }
  const code = importColumns[kind].find(({ name }) => name === 'code');
  if (code && !places.has(code))
    problems.push({ code: 'import.column-missing', message: 'There is no column "code"', pointer: '/columns' });
  const [first] = problems;
  return first ? { ok: false, violation: { ...first, problems } } : allow(places);
}

/** What a cell says: nothing (undefined), that there is no value (null), or a value of its column's type. */
export function readCell({ name, type, takes }: ImportColumn, text: string): Result<unknown> {
  if (text === '') return allow(undefined);
  if (text === emptied) return allow(type === 'words' || type === 'units' ? [] : null);
  const malformed = refuse('import.value-malformed', `"${text}" is not what ${name} takes: ${takes}`, name);
  switch (type) {
    case 'text':
      return allow(text);
    case 'flag':
      return /^(true|false)$/i.test(text) ? allow(text.toLowerCase() === 'true') : malformed;
    case 'count':
      return /^[0-9]{1,9}$/.test(text) ? allow(Number(text)) : malformed;
    case 'decimal':
      if (/^-?[0-9]+,[0-9]+$/.test(text) || /^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/.test(text))
        return refuse(
          'import.decimal-comma',
          `Is "${text}" a fraction or thousands? Write it with a point, without commas`,
          name,
        );
      return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? allow(text) : malformed;
    case 'words':
      return allow(wordsIn(text));
    case 'units':
      return readUnits(text) ?? malformed;
    case 'instant':
      return instantText.test(text) && !Number.isNaN(Date.parse(text))
        ? allow(new Date(text).toISOString())
        : malformed;
    case 'plan': {
      const plan = readPlan(text);
      return plan ? allow(plan) : malformed;
    }
  }
}

// Without its zone an instant would be one of twenty-four.
const instantText =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,3})?)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

const wordsIn = (text: string): string[] =>
  text
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function readUnits(text: string): Result<unknown> | null {
  const units = wordsIn(text).map((word) =>
    /^([^=]+?)\s*=\s*([0-9]+)(?:\s*\/\s*([0-9]+))?(?:\s*@\s*([0-9]+))?$/.exec(word),
  );
  if (units.some((unit) => unit === null)) return null;
  return allow(
    units.map((unit) => ({
      unit: unit?.[1] ?? '',
      numerator: unit?.[2] ?? '',
      denominator: unit?.[3] ?? '1',
      gtin: unit?.[4] ?? null,
    })),
  );
}
