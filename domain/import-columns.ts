import { certificateSchemes } from './certificates.ts';
import { entityColumns, siteColumns } from './import-places.ts';
import { specificationColumns } from './import-specifications.ts';
import type { ImportedKind } from './record-kinds.ts';
import { allow, type Result, type RuleViolation } from './result.ts';

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
  site: siteColumns,
  entity: entityColumns,
  certificate: [
    column('code', 'text', 'the code of the certificate', 'NEW-AUDIT', true),
    column('party', 'text', 'the code of its supplier', 'NEW', true),
    column('scheme', 'text', certificateSchemes.join(', '), 'food_safety_audit', true),
    column('standard', 'text', 'what it was judged by', 'BRCGS Food Safety, issue 9'),
    column('number', 'text', 'text', 'BRC-2291-7', true),
    column('issuer', 'text', 'who gave it', 'Meridian Certification', true),
    column('categories', 'words', `${list}: categories it is about; ${emptied} for all`, 'cheese'),
    column('items', 'words', `${list}: codes of items it is about`, ''),
    column('plants', 'words', `${list}: location numbers (GLN) of plants`, '9521101000023'),
    column('validFrom', 'text', 'a day, such as 2026-11-02', '2026-11-02', true),
    column('validUntil', 'text', 'a day, such as 2027-11-01', '2027-11-01', true),
    column('withdrawn', 'flag', `${yesNo}: its issuer took it back`, 'false'),
  ],
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
