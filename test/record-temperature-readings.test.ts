import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { moveStock } from '#operations/move-stock.ts';
import { recordTemperatureReadings } from '#operations/record-temperature-readings.ts';
import type { StatedReading } from '#operations/resolve-readings.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, type GivenStock, givenLot } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

const noon = new Date('2026-09-18T12:00:00Z');
let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let gateway: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db, noon);
  ids = await givenStory(context);
  gateway = personWith('integrator', 'gateway');
});
afterAll(() => database.drop());

let lots = 0;
const salmon = (stock: readonly GivenStock[], arrivedAt = new Date('2026-09-03T15:16:34Z')) =>
  givenLot(context, ids, { code: `SAL-${++lots}`, item: 'SALMON', supplier: 'HLS', arrivedAt, stock });

/** Each test has a cooler of its own, so that no other test's lot stands in it. */
const coolers = [
  'EWR/C-01',
  'EWR/C-02',
  'EWR/C-03',
  'CHI/C-01',
  'CHI/C-02',
  'DEN/C-01',
  'ONT/C-01',
  'ONT/C-02',
] as const;
type Cooler = (typeof coolers)[number];
const reading = (cooler: Cooler, time: string, celsius: string, minutesOutside?: string): StatedReading => {
  const [site = '', location = ''] = cooler.split('/');
  return { site, location, sensor: `${cooler}-T1`, celsius, minutesOutside, happenedAt: `2026-09-18T${time}:00Z` };
};
const record = (...readings: StatedReading[]) => recordTemperatureReadings(context, commandOf(gateway, { readings }));
const holdsOf = (lotId: string) => database.sql`
  select reason, site_id, location_id, ended_at from holds where lot_id = ${lotId} and rule = 'temperature_deviation' order by id`;

test('stock outside its range for longer than allowed is held at its site, with the numbers', async () => {
  const lot = await salmon([{ at: 'EWR/C-02', quantity: '960' }]);
  const answer = await record(reading('EWR/C-02', '08:40', '7.1', '95'));

  expect(answer).toMatchObject({ ok: true, value: { recorded: 1, holds: [{ lotId: lot.id, alreadyActive: false }] } });
  expect(await holdsOf(lot.id)).toMatchObject([
    {
      reason: 'EWR C-02 at 7.1 °C, 95 minutes outside 0 to 4 °C, 30 allowed',
      site_id: ids.site('EWR'),
      location_id: null,
    },
  ]);

  const again = await record(reading('EWR/C-02', '08:50', '7.3', '105'));
  expect(again).toMatchObject({ ok: true, value: { holds: [{ lotId: lot.id, alreadyActive: true }] } });
  expect(await holdsOf(lot.id)).toHaveLength(1);
});

test('the run of readings tells where the gateway does not, and in any order', async () => {
  const lot = await salmon([{ at: 'CHI/C-01', quantity: '10' }]);
  expect(await record(reading('CHI/C-01', '09:00', '5.5'), reading('CHI/C-01', '08:00', '3'))).toMatchObject({
    value: { holds: [] },
  });
  expect(await record(reading('CHI/C-01', '09:40', '4'))).toMatchObject({ value: { holds: [{ lotId: lot.id }] } });
  expect(await holdsOf(lot.id)).toMatchObject([
    { reason: 'CHI C-01 at 5.5 °C, 40 minutes outside 0 to 4 °C, 30 allowed' },
  ]);
});

test('a late reading can be the one that shows it', async () => {
  const lot = await salmon([{ at: 'CHI/C-02', quantity: '10' }]);
  await record(reading('CHI/C-02', '09:00', '6'), reading('CHI/C-02', '09:20', '3.9'));
  await record(reading('CHI/C-02', '08:50', '5'));
  expect(await holdsOf(lot.id)).toHaveLength(0);

  await record(reading('CHI/C-02', '08:45', '4.5'));
  expect(await holdsOf(lot.id)).toMatchObject([
    { reason: 'CHI C-02 at 6 °C, 35 minutes outside 0 to 4 °C, 30 allowed' },
  ]);
});

test('two halves of an excursion that are recorded at once are judged together', async () => {
  const lot = await salmon([{ at: 'ONT/C-02', quantity: '10' }]);
  // Each has looked before the other's half is committed.
  await database.sql`create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return null; end $$`;
  await database.sql`create constraint trigger dawdle after insert on temperature_readings deferrable initially deferred for each row execute function dawdle()`;
  const answers = await Promise.all([
    record(reading('ONT/C-02', '08:00', '6')),
    record(reading('ONT/C-02', '08:45', '6.5')),
  ]);
  await database.sql`drop trigger dawdle on temperature_readings`;
  expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await holdsOf(lot.id)).toMatchObject([
    { reason: 'ONT C-02 at 6.5 °C, 45 minutes outside 0 to 4 °C, 30 allowed' },
  ]);
});

test('only what stood there counts: who came later did not suffer, who has left did', async () => {
  const left = await salmon([{ at: 'DEN/C-01', quantity: '10' }]);
  const late = await salmon([{ at: 'DEN/C-01', quantity: '10' }], new Date('2026-09-18T10:30:00Z'));
  const dry = await givenLot(context, ids, {
    code: 'CRS-9',
    item: 'CRISP',
    stock: [{ at: 'DEN/D-01', quantity: '5' }],
  });
  await moveStock(
    context,
    commandOf(personWith('warehouse_lead', 'l.ferrer'), {
      site: 'DEN',
      kind: 'move',
      happenedAt: '2026-09-18T11:00:00Z',
      lines: [
        {
          lot: left.code,
          owner: 'MFF',
          from: 'C-01',
          to: 'QC',
          condition: 'approved',
          quantity: '10',
          unit: 'each',
        },
      ],
    }),
  );
  await record(reading('DEN/C-01', '10:45', '8', '100'));

  expect(await holdsOf(left.id)).toMatchObject([
    { reason: 'DEN C-01 at 8 °C, 100 minutes outside 0 to 4 °C, 30 allowed' },
  ]);
  expect(await holdsOf(late.id)).toHaveLength(0);
  expect(await holdsOf(dry.id)).toHaveLength(0);
});

test('what a reviewer has judged is not held again by the next reading, and news from before is', async () => {
  const lot = await salmon([{ at: 'ONT/C-01', quantity: '10' }]);
  await record(reading('ONT/C-01', '08:00', '6'), reading('ONT/C-01', '09:00', '6'));
  expect(await holdsOf(lot.id)).toHaveLength(1);
  await database.sql.begin(async (sql) => {
    await sql`update quarantine_reviews set state = 'closed' where lot_id = ${lot.id}`;
    await sql`update holds set ended_at = '2026-09-18T09:30:00Z', ended_by = 'd.whitlock', ended_as = 'lifted' where lot_id = ${lot.id}`;
  });

  await record(reading('ONT/C-01', '09:45', '6'), reading('ONT/C-01', '09:59', '3'));
  expect(await holdsOf(lot.id)).toHaveLength(1);

  await record(reading('ONT/C-01', '07:00', '9'));
  expect(await holdsOf(lot.id)).toMatchObject([{}, { ended_at: null, reason: expect.stringContaining('at 9 °C') }]);
});
