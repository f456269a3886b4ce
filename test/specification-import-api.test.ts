import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
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

const upload = (raw: string | Uint8Array, type = 'text/csv') =>
  api.call('POST', '/v1/master-data-imports?kind=specification&fileName=specifications.csv', {
    token: people.sara,
    raw,
    headers: { 'Content-Type': type },
  });
const rowsOf = async (importId: unknown) => {
  const { body } = await calls.get(`/master-data-imports/${importId}/rows`, people.sara);
  const rows = body.items as { row: number; outcome: string; problems: { column: string; code: string }[] }[];
  return rows.map(({ row, outcome, problems }) =>
    [`${row} ${outcome}`, ...problems.map(({ column, code }) => `${column} ${code}`)].join(', '),
  );
};
const proposeImport = (importId: unknown, rows: 'all' | 'good') =>
  calls.post(`/master-data-imports/${importId}/proposal`, people.sara, { rows, reason });
const versionsOf = async (item: string) => {
  const { body } = await calls.get(`/items/${item}/specifications`, people.tess);
  return body.items as {
    version: number;
    inEffect: boolean;
    characteristics: { name: string; upper: string | null }[];
  }[];
};

const heading = 'code,effectiveFrom,sampling,name,method,unit,lower,upper,allowed,required,measuredOn';
const plan = 'c_zero: 50 = 5/0 | above = 13/0';
const cheese = (code: string, upper = '7') => [
  `${code},,${plan},Core temperature,Probe between packs,°C,,${upper},,true,each_sample`,
  `${code},,,Listeria monocytogenes in 25 g,ISO 11290-1,,,,not detected,true,lot`,
  `${code},,,Packs,Seen,,,,intact|repaired,,`,
];

describe('specifications from a table', () => {
  test('are checked row by row, proposed as one, and are the next versions when somebody else approves them', async () => {
    const checked = await upload(
      [heading, ...cheese('GC-LOG'), ...cheese('GC-CUP', '9'), ...cheese('NONE'), ...cheese('HM-CUP')].join('\n'),
    );
    expect(checked).toMatchObject({ status: 201, body: { creates: 2, changes: 0, unchanged: 0, errors: 6 } });
    expect(await rowsOf(checked.body.importId)).toEqual([
      '2 create',
      '3 part',
      '4 part',
      '5 error, name specification.temperature-too-warm',
      '6 error, code import.record-has-errors',
      '7 error, code import.record-has-errors',
      '8 error, code item.unknown',
      '9 error, code import.record-has-errors',
      '10 error, code import.record-has-errors',
      '11 create',
      '12 part',
      '13 part',
    ]);
    const all = await proposeImport(checked.body.importId, 'all');
    expect(all.body.code).toBe('import.has-errors');
    const proposed = await proposeImport(checked.body.importId, 'good');
    expect(proposed).toMatchObject({ status: 201, body: { records: 2 } });
    const { proposalId } = proposed.body;
    const page = await calls.get(`/master-data-proposals/${proposalId}`, people.omar);
    expect(page.body).toMatchObject({ kind: 'specification', categories: ['cheese'], records: 2 });
    expect(await calls.decide(people.dry, proposalId)).toMatchObject({ status: 403 });
    expect(await calls.decide(people.omar, proposalId)).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect(await versionsOf('GC-LOG')).toMatchObject([
      {
        version: 1,
        inEffect: true,
        proposedByName: 'sara',
        approvedByName: 'omar',
        characteristics: [{ unit: 'celsius', upper: '7' }, { measuredOn: 'lot' }, { allowed: ['intact', 'repaired'] }],
        sampling: {
          scheme: 'c_zero',
          bands: [
            { upTo: '50', samples: 5 },
            { upTo: null, samples: 13, reject: 1 },
          ],
        },
      },
    ]);
    expect(await versionsOf('GC-CUP')).toEqual([]);
  });

  test('change what their rows name, from a workbook too, and leave the rest as it is', async () => {
    const workbook = await writeWorkbook([
      ['code', 'name', 'upper', 'unit'].map((value) => ({ value })),
      ['GC-LOG', 'core TEMPERATURE', '6', 'celsius'].map((value) => ({ value })),
      ['HM-CUP', 'Core temperature', '7', 'celsius'].map((value) => ({ value })),
    ]).toBuffer();
    const checked = await upload(workbook, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(checked.body).toMatchObject({ creates: 0, changes: 1, unchanged: 1, errors: 0 });
    const proposed = await proposeImport(checked.body.importId, 'all');
    const page = await calls.get(`/master-data-proposals/${proposed.body.proposalId}`, people.omar);
    const [record] = page.body.firstRecords as { differences: { path: string; before: unknown; after: unknown }[] }[];
    expect(record?.differences.filter(({ path }) => path !== 'effectiveFrom')).toEqual([
      { path: 'characteristics/Core temperature/upper', before: '7', after: '6' },
    ]);
    expect(await calls.decide(people.omar, proposed.body.proposalId)).toMatchObject({ status: 200 });
    const [latest, first] = await versionsOf('GC-LOG');
    expect([latest?.version, latest?.inEffect, first?.inEffect]).toEqual([2, true, false]);
    expect(latest?.characteristics.map(({ upper }) => upper)).toEqual(['6', null, null]);
  });

  test('say what is wrong in each cell: plans, instants, limits, names twice, and rows that contradict each other', async () => {
    const lines = [
      `SALMON,2027-01-01,two samples,Core temperature,Probe,celsius,,4°,,yes,pallet`,
      `SALMON,,,,ISO,,,,,,`,
      `GC-CUP,2027-01-01T00:00:00Z,${plan},Core temperature,Probe,celsius,,7,,true,pallet`,
      `GC-CUP,2027-02-01T00:00:00Z,,Core temperature,Probe,celsius,,5,,true,`,
      `GC-CUP,,,pH,,,,4.9,,true,lot`,
    ];
    const checked = await upload([heading, ...lines].join('\n'));
    expect(await rowsOf(checked.body.importId)).toEqual(
      [
        '2 error, effectiveFrom import.value-malformed, sampling import.value-malformed, upper import.value-malformed, required import.value-malformed, measuredOn import.value-malformed, code specification.malformed',
        '3 error, name import.value-missing',
        '4 error, measuredOn import.value-malformed, name specification.test-missing',
        '5 error, effectiveFrom import.value-malformed, name import.row-repeated',
        '6 error, name specification.malformed, name specification.unit-missing',
      ].map((row) => expect.stringContaining(row.split(', ').slice(0, 2).join(', '))),
    );
    const errors = await calls.get(`/master-data-imports/${checked.body.importId}/errors`, people.sara);
    expect(String(errors.body.text)).toContain('Row 4, of the same specification, says otherwise');
  });

  test('have a template that is itself a good table but for its item', async () => {
    const template = await calls.get('/master-data-import-templates/specification', people.sara);
    const checked = await upload(String(template.body.text).replace('GC-ASH', 'CRISP'));
    expect(checked.body).toMatchObject({ creates: 1, errors: 0 });
  });
});

test.each([
  ['GET', '', undefined],
  ['GET', '/rows', undefined],
  ['GET', '/errors', undefined],
  ['POST', '/proposal', { rows: 'all', reason }],
])('a table that nobody has sent is not found: %s %s', async (method, step, body) => {
  const path = `/v1/master-data-imports/${randomUUID()}${step}`;
  expect(await api.call(method, path, { token: people.sara, body })).toMatchObject({
    status: 404,
    body: { code: 'import.unknown' },
  });
});
