import { readCell } from './import-cells.ts';
import { type ImportColumn, importColumns } from './import-columns.ts';
import type { Contact } from './master-data.ts';
import type { AnyRecord, PartyRecord, RecordOf } from './master-records.ts';
import type { ImportedKind } from './record-kinds.ts';
import type { RuleViolation } from './result.ts';

/** Kinds of which one row is one record. */
export type RowKind = Exclude<ImportedKind, 'specification'>;
export type RowProblem = { column: string; code: RuleViolation['code']; message: string; value: string };
export type ReadRow = { code: string; fields: Record<string, unknown>; problems: RowProblem[] };

/** The fields that a row states, under the names a record has; what its cells leave empty is not among them. */
export function readRow(places: ReadonlyMap<ImportColumn, number>, cells: readonly string[]): ReadRow {
  const fields: Record<string, unknown> = {};
  const problems: RowProblem[] = [];
  for (const [column, index] of places) {
    const text = cells[index] ?? '';
    const read = readCell(column, text);
    if (!read.ok) problems.push({ ...codeAndMessage(read.violation), column: column.name, value: text });
    else if (read.value !== undefined) fields[column.field] = read.value;
  }
  const { code, ...stated } = fields;
  if (typeof code !== 'string')
    problems.push({ column: 'code', code: 'import.value-missing', message: 'This row names no record', value: '' });
  return { code: typeof code === 'string' ? code : '', fields: stated, problems };
}

/** What a new record needs and its row does not say. */
export const missingOfNew = (kind: RowKind, { fields, problems }: ReadRow): RowProblem[] =>
  importColumns[kind]
    .filter(
      ({ needed, field }) => needed && field !== 'code' && (fields[field] === undefined || fields[field] === null),
    )
    // What could not be read is there, and told of.
    .filter(({ name }) => !problems.some(({ column }) => column === name))
    .map(({ name }) => ({
      column: name,
      code: 'import.value-missing',
      message: `A new ${kind} needs ${name}`,
      value: '',
    }));

const noAddress = { street: '', city: '', region: '', postalCode: '', country: '' };

type CreatedRecord = RecordOf[RowKind];

const blank = {
  item: {
    ...{ storageMinC: null, storageMaxC: null, traceabilityFood: null, traceabilityExemption: null, allergens: null },
    ...{ soldOnlyTo: null, units: [], overridable: [], blocked: false },
  },
  party: {
    ...{
      plantGln: null,
      shipToGln: null,
      duns: null,
      servesVulnerablePeople: false,
      otherRequirements: [],
      riskScore: null,
    },
    ...{ contacts: [], shelfLives: [], overridable: [], blocked: false },
    address: noAddress,
  },
  location: { temperatureMinC: null, temperatureMaxC: null },
  certificate: { standard: null, categories: [], items: [], plants: [], documentId: null, withdrawn: false },
  site: { operatedBy: null, operator: null, stockOwners: [], address: noAddress },
  entity: { address: noAddress },
} as const;

/** A new record of what a row states; `missingOfNew` has told what it needs besides. */
export const newRecordOf = (kind: RowKind, row: ReadRow): CreatedRecord =>
  // A record's fields are the columns' and the blank's.
  ({
    ...blank[kind],
    ...fieldsOn(blank[kind] as unknown as AnyRecord, row),
    code: row.code,
  }) as unknown as CreatedRecord;

/** The stated fields as changes of a record: parts of an address or a contact are put into what is there. */
export function fieldsOn(record: AnyRecord, { fields }: Pick<ReadRow, 'fields'>): Record<string, unknown> {
  const whole = Object.fromEntries(Object.entries(fields).filter(([field]) => !field.includes('/')));
  const partsOf = (of: string) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([field, value]) =>
        field.startsWith(`${of}/`) ? [[field.slice(of.length + 1), value ?? '']] : [],
      ),
    );
  // Only parties have such parts.
  const party = record as PartyRecord;
  const [address, contact] = [partsOf('address'), partsOf('contact')];
  return {
    ...whole,
    ...(Object.keys(address).length > 0 && { address: { ...party.address, ...address } }),
    ...(Object.keys(contact).length > 0 && { contacts: withContact(party.contacts, contact) }),
  };
}

function withContact(contacts: readonly Contact[], stated: Partial<Contact>): Contact[] {
  const same = contacts.findIndex(({ email }) => email.toLowerCase() === (stated.email ?? '').toLowerCase());
  const before: Contact = contacts[same] ?? { name: '', role: '', phone: '', email: '', forRecalls: false };
  const after = { ...before, ...stated };
  return same < 0 ? [...contacts, after] : contacts.map((contact, index) => (index === same ? after : contact));
}

/** The column that a problem of a record's field is about. */
export function columnOf(kind: RowKind, pointer: string, at: string): string {
  const [field = '', part = ''] = pointer.slice(at.length + 1).split('/');
  const whole = field === 'contacts' ? `contact/${pointer.split('/').at(-1) ?? ''}` : `${field}/${part}`;
  const columns = importColumns[kind];
  const found = columns.find((column) => column.field === whole) ?? columns.find((column) => column.field === field);
  return found?.name ?? (field === 'contacts' ? 'contactEmail' : field === 'address' ? 'street' : 'code');
}

const codeAndMessage = ({ code, message }: RuleViolation) => ({ code, message });
