import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { recordTemperatureReadings } from '#operations/record-temperature-readings.ts';
import type { StatedReading } from '#operations/resolve-readings.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
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

const reading = (cooler: string, time: string, celsius: string, minutesOutside?: string): StatedReading => {
  const [site = '', location = ''] = cooler.split('/');
  return { site, location, sensor: `${cooler}-T1`, celsius, minutesOutside, happenedAt: `2026-09-18T${time}:00Z` };
};
const record = (...readings: StatedReading[]) => recordTemperatureReadings(context, commandOf(gateway, { readings }));
test('a batch tells what was known already, and keeps the first value', async () => {
  await record(reading('EWR/C-01', '08:00', '3.10'));
  const answer = await record(
    reading('EWR/C-01', '08:00', '3.1'),
    reading('EWR/C-01', '08:00', '9.9'),
    reading('EWR/C-01', '08:01', '3.2'),
    reading('EWR/C-01', '08:01', '3.2'),
  );

  expect(answer.ok && answer.value.readings.map(({ outcome }) => outcome)).toEqual([
    'duplicate',
    'conflicting',
    'recorded',
    'duplicate',
  ]);
  expect(
    await database.sql`select celsius from temperature_readings where sensor = 'EWR/C-01-T1' order by happened_at`,
  ).toEqual([{ celsius: '3.10' }, { celsius: '3.20' }]);
});

test('a batch is recorded whole or not at all, with every problem of every reading', async () => {
  const good = reading('EWR/C-03', '08:00', '3');
  const answer = await record(
    good,
    { ...good, site: 'XXX' },
    { ...good, location: 'C-99', celsius: 'warm' },
    { ...good, happenedAt: '2026-09-19T00:00:00Z', minutesOutside: '-1' },
  );

  expect(answer).toMatchObject({ ok: false, violation: { code: 'readings.refused' } });
  expect(!answer.ok && answer.violation.problems?.map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
    '/readings/1/site site.unknown',
    '/readings/2/location location.unknown',
    '/readings/2/celsius temperature.malformed',
    '/readings/3/minutesOutside temperature.malformed',
    '/readings/3/happenedAt request.happened-in-future',
  ]);
  expect(await database.sql`select 1 from temperature_readings where sensor = 'EWR/C-03-T1'`).toHaveLength(0);
});

test('a batch sent by two gateways at once in opposite orders is recorded once', async () => {
  const readings = Array.from({ length: 60 }, (_, minute) =>
    reading('ONT/C-02', `07:${String(minute).padStart(2, '0')}`, '3'),
  );
  const answers = await Promise.all([record(...readings), record(...readings.toReversed())]);

  expect(answers.map((answer) => answer.ok && answer.value.recorded).sort()).toEqual([0, 60]);
});

test('a batch for a site beyond the caller is refused', async () => {
  const own = personWith('integrator', 'gateway', ids.site('EWR'));
  const command = commandOf(own, { readings: [reading('CHI/C-01', '06:00', '3')] });
  expect(await recordTemperatureReadings(context, command)).toMatchObject({
    violation: { code: 'access.right-missing' },
  });
});
