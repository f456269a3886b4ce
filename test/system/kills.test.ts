import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { riskyBasil } from './deliveries.ts';
import { givenHeldBasil, givenSystem, type People, readReview } from './given-system.ts';
import { brokenPromises } from './invariants.ts';
import type { Place, ProgramName, RunningSystem } from './running-system.ts';
import { until } from './until.ts';

const reason = 'Five units re-tested, all counts passed';
const programs: ProgramName[] = ['Worker', 'API', 'Temporal', 'PostgreSQL'];

let place: Place;
let system: RunningSystem;
let people: People;
beforeAll(async () => {
  ({ place, system, people } = await givenSystem());
});
afterAll(async () => {
  const stopped = await system.stop();
  place.remove();
  expect(stopped).toEqual({ code: 0, left: [] });
});

const decide = (reviewId: string, signed: object, key = randomUUID()) =>
  people.tomas.insist(`/quarantine-reviews/${reviewId}/decision`, { outcome: 'lift', reason, ...signed }, key);

const untilAllIsWell = () =>
  until(async () => {
    const broken = await brokenPromises(system).catch(() => undefined); // the engine may still be coming back
    return broken && Object.keys(broken).length === 0;
  });

test('an open review outlives kill -9 of the worker, the API, Temporal and PostgreSQL, one after another', async () => {
  const held = await givenHeldBasil(people);
  for (const program of programs) {
    await system.replace(program);
    const review = await until(async () => {
      const found = await readReview(people.tomas, held.reviewId).catch(() => undefined);
      return found?.state && found;
    });
    expect(review).toMatchObject({ state: 'open', hold: { active: true } });
  }
  const signed = await people.tomas.sign(held.reviewId);
  expect((await decide(held.reviewId, signed)).body).toMatchObject({ state: 'closed', hold: { active: false } });
});

describe('a decision during which it is killed counts once, and its sender learns of it:', () => {
  test.each(programs)('%s', async (program) => {
    const held = await givenHeldBasil(people);
    const key = randomUUID();
    const signed = await people.tomas.sign(held.reviewId);
    const decided = decide(held.reviewId, signed, key);
    const replaced = system.replace(program);
    const [answer] = await Promise.all([decided, replaced]);
    expect(answer).toMatchObject({ status: 200, body: { state: 'closed', hold: { active: false } } });
    const again = await decide(held.reviewId, signed, key);
    expect(again.body).toEqual(answer.body);
  });
});

test('receipts sent again under their keys, after the API was killed while they were sent, are booked once', async () => {
  const bodies = Array.from({ length: 8 }, () => riskyBasil());
  const answers = bodies.map((body) => people.helen.insist('/receipts', body, randomUUID()));
  await Promise.race(answers);
  await system.replace('API');
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(bodies.map(() => 201));
  for (const { lines } of bodies) {
    const { body } = await people.helen.get(`/receipts?lot=${lines[0]?.supplierLotNumber}`);
    expect(body.items).toHaveLength(1);
  }
});

test('after all of it every promise is kept', untilAllIsWell);
