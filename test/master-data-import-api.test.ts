import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { checkDigitOf } from '#domain/gs1.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenEngine } from '#test/given/engine.ts';
import { changesOf, givenStewards, reason } from '#test/given/master-data-changes.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let people: Awaited<ReturnType<typeof givenStewards>>;
let calls: ReturnType<typeof changesOf>;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  await engine.workers();
  people = await givenStewards(api);
  calls = changesOf(api);
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const upload = (raw: string | Uint8Array, kind = 'item', type = 'text/csv', key?: string) =>
  api.call('POST', `/v1/master-data-imports?kind=${kind}&fileName=list.csv`, {
    token: people.sara,
    raw,
    headers: { 'Content-Type': type },
    ...(key && { key }),
  });
const rowsOf = async (importId: unknown, outcome: string) => {
  const { body } = await calls.get(`/master-data-imports/${importId}/rows?outcome=${outcome}`, people.sara);
  return body.items as { row: number; code: string; changed: string[]; problems: { column: string; code: string }[] }[];
};
const gtin = (number: number): string => {
  const digits = `0952130${String(number).padStart(6, '0')}`;
  return `${digits}${checkDigitOf(digits)}`;
};
const heading =
  'code,name,gtin,category,baseUnit,netWeightKg,traceabilityList,allergens,shelfLifeDays,inspectionRequired,lotControlled,units';
const line = (code: string, gtin: string, change: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    ...{
      code,
      name: `Item ${code}`,
      gtin,
      category: 'dry',
      baseUnit: 'each',
      netWeightKg: '0.2',
      traceabilityList: 'false',
    },
    ...{
      allergens: 'wheat|milk',
      shelfLifeDays: '100',
      inspectionRequired: 'false',
      lotControlled: 'true',
      units: 'case = 12',
    },
    ...change,
  };
  return heading
    .split(',')
    .map((name) => cells[name] ?? '')
    .join(',');
};

describe('a table of master data', () => {
  test('is checked row by row and cell by cell, and changes nothing', async () => {
    const table = [
      heading,
      line('NEW-1', gtin(1)),
      line('CRISP', '09521102001012', { name: '"Rye crispbread, 200 g"' }),
      line('NEW-2', gtin(2), { netWeightKg: '"0,2"', shelfLifeDays: 'long' }),
      line('NEW-1', gtin(3)),
      line('NEW-3', gtin(1)),
      line('NEW-4', '09521101001013'),
      'NEW-5,,,,,,,,,,,',
    ].join('\r\n');
    const checked = await upload(`\u{FEFF}${table}\r\n`);
    expect(checked).toMatchObject({ status: 201, body: { creates: 1, changes: 1, unchanged: 0, errors: 5 } });
    const { importId } = checked.body;
    expect(await rowsOf(importId, 'create')).toMatchObject([{ row: 2, code: 'NEW-1' }]);
    const [changed] = await rowsOf(importId, 'change');
    expect(changed).toMatchObject({ row: 3, code: 'CRISP' });
    expect(changed?.changed).toContain('name');
    const wrong = (await rowsOf(importId, 'error')).map(
      ({ row, problems }) => `${row}: ${problems.map(({ column, code }) => `${column} ${code}`).join(', ')}`,
    );
    expect(wrong.slice(0, 4)).toEqual([
      '4: netWeightKg import.decimal-comma, shelfLifeDays import.value-malformed',
      '5: code import.row-repeated',
      '6: gtin import.row-repeated',
      '7: gtin item.gtin-taken',
    ]);
    expect(wrong[4]).toContain('8: name import.value-missing, gtin import.value-missing');
    const [row] = await api.database.sql`select count(*)::int as count from items where code like 'NEW-%'`;
    expect(row?.count).toBe(0);

    const errors = await calls.get(`/master-data-imports/${importId}/errors`, people.sara);
    expect(String(errors.body.text).split('\r\n')[1]).toMatch(/^4,NEW-2,netWeightKg,"0,2",import.decimal-comma,/);
    const all = await calls.post(`/master-data-imports/${importId}/proposal`, people.sara, { rows: 'all', reason });
    expect(all).toMatchObject({ status: 409, body: { code: 'import.has-errors' } });
  });

  test('becomes one proposal of its good rows, once, and is applied whole when somebody else approves it', async () => {
    const checked = await upload(
      [heading, line('TAB-1', gtin(11)), line('TAB-2', gtin(12)), line('TAB-3', '1')].join('\n'),
    );
    const { importId } = checked.body;
    const proposed = await calls.post(`/master-data-imports/${importId}/proposal`, people.sara, {
      rows: 'good',
      reason,
    });
    expect(proposed).toMatchObject({ status: 201, body: { records: 2 } });
    const again = await calls.post(`/master-data-imports/${importId}/proposal`, people.omar, { rows: 'good', reason });
    expect(again).toMatchObject({ status: 409, body: { code: 'import.already-proposed' } });
    const page = await calls.get(`/master-data-proposals/${proposed.body.proposalId}`, people.omar);
    expect(page.body).toMatchObject({ source: 'import', categories: ['dry'], records: 2 });
    expect(page.body.title).toContain('1 rows with errors left out');
    expect(await calls.decide(people.omar, proposed.body.proposalId)).toMatchObject({
      status: 200,
      body: { state: 'approved' },
    });
    const rows = await api.database.sql`
      select code, allergens, (select numerator::text from item_units where item_id = items.id) as per_case from items where code like 'TAB-%' order by code`;
    expect(rows).toEqual([
      { code: 'TAB-1', allergens: ['milk', 'wheat'], per_case: '12' },
      { code: 'TAB-2', allergens: ['milk', 'wheat'], per_case: '12' },
    ]);
    const unchanged = await upload([heading, line('TAB-1', gtin(11).slice(1))].join('\n'));
    expect(unchanged.body).toMatchObject({ creates: 0, changes: 0, unchanged: 1, errors: 0 });
    const nothing = await calls.post(`/master-data-imports/${unchanged.body.importId}/proposal`, people.sara, {
      rows: 'all',
      reason,
    });
    expect(nothing.body.code).toBe('import.nothing-to-propose');
  });

  test('leaves what it does not name as it is, and takes away what it calls empty', async () => {
    const parties =
      'code,duns,plantGln,contactEmail,contactPhone\nTGD,12-345-6789,(empty),quality@tgd.example,+1-707-555-0199';
    const checked = await upload(parties, 'party');
    expect(checked.body).toMatchObject({ changes: 1, errors: 0 });
    const [row] = await rowsOf(checked.body.importId, 'change');
    expect(row?.changed.sort()).toEqual(['contacts', 'duns', 'plantGln']);
    const proposed = await calls.post(`/master-data-imports/${checked.body.importId}/proposal`, people.sara, {
      rows: 'all',
      reason,
    });
    expect(await calls.decide(people.dana, proposed.body.proposalId)).toMatchObject({ status: 200 });
    const { body } = await calls.get('/parties/TGD/record', people.tess);
    expect(body.record).toMatchObject({
      duns: '123456789',
      plantGln: null,
      contacts: [{ name: 'Nora Quill', phone: '+1-707-555-0199', forRecalls: true }],
    });
  });

  test('may be a workbook: numbers and dates as they are shown there', async () => {
    const cells = (row: (string | number | boolean)[]) =>
      row.map((value) => ({
        value,
        type: { string: String, number: Number, boolean: Boolean }[typeof value as 'string'],
      }));
    const names = ['code', 'kind', 'name', 'temperatureMinC', 'temperatureMaxC'];
    const bytes = await (
      await writeWorkbook([cells(names), cells(['EWR/W-1', 'cooler', 'Cooler W1', 0.1, 4])] as never)
    ).toBuffer();
    const checked = await upload(bytes, 'location', xlsx);
    expect(checked).toMatchObject({ status: 201, body: { creates: 1, errors: 0 } });
    const { body } = await calls.get(`/master-data-imports/${checked.body.importId}/rows`, people.sara);
    expect(body.items).toMatchObject([{ after: { temperatureMinC: '0.1', temperatureMaxC: '4' } }]);
  });

  test('sent twice with the same key is checked once', async () => {
    const table = [heading, line('KEY-1', gtin(21))].join('\n');
    const answers = await Promise.all(['same', 'same'].map((key) => upload(table, 'item', 'text/csv', key)));
    expect(new Set(answers.map(({ body }) => body.importId)).size).toBe(1);
  });

  test.each([
    ['a column nobody knows', 'code,colour\nA,red', 'import.column-unknown'],
    ['a column twice', 'code,name,Name\nA,B,C', 'import.column-repeated'],
    ['no code', 'name\nA', 'import.column-missing'],
  ])('is refused clearly: %s', async (_what, raw, code) => {
    const answer = await upload(raw);
    expect(answer.body.code).toBe(code);
  });

  test('has a template that would be taken as it is', async () => {
    for (const kind of ['item', 'party', 'location']) {
      const { body } = await calls.get(`/master-data-import-templates/${kind}`, people.sara);
      const checked = await upload(String(body.text), kind);
      expect(checked.body, kind).toMatchObject({ creates: 1, errors: 0 });
    }
  });
});
