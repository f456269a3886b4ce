import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenHeldBasil, givenSystem, type People, readReview, remindAfter } from './given-system.ts';
import { brokenPromises } from './invariants.ts';
import { type Place, type ProgramName, type RunningSystem, startSystem } from './running-system.ts';
import { until } from './until.ts';

const decision = { outcome: 'lift', reason: 'Five units re-tested, all counts passed' };
const lifted = { status: 200, body: { state: 'closed', hold: { active: false } } };
const untouched = { state: 'open', hold: { active: true } };

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

/** Kills a program with -9 and keeps it away: what would start it again is asleep until it is woken. */
function takeAway(program: ProgramName): { bringBack(): void } {
  const supervisor = system.supervisor();
  process.kill(supervisor, 'SIGSTOP');
  process.kill(system.pidOf(program), 'SIGKILL');
  return { bringBack: () => void process.kill(supervisor, 'SIGCONT') };
}

type Signed = { signingId: string };
const decide = (reviewId: string, signed: Signed, key: string) =>
  people.tomas.post(`/quarantine-reviews/${reviewId}/decision`, { ...decision, ...signed }, key);
const insist = (reviewId: string, signed: Signed, key: string = randomUUID()) =>
  people.tomas.insist(`/quarantine-reviews/${reviewId}/decision`, { ...decision, ...signed }, key);
const untilAllIsWell = () => until(async () => Object.keys(await brokenPromises(system)).length === 0);

test('while the engine is away stock is held at once, a decision waits, and its key succeeds once it is back', async () => {
  const before = await givenHeldBasil(people);
  const { bringBack } = takeAway('Temporal');
  const during = await givenHeldBasil(people);
  const sent: [reviewId: string, signed: Signed, key: string][] = [];
  for (const { reviewId } of [before, during]) sent.push([reviewId, await people.tomas.sign(reviewId), randomUUID()]);
  for (const [reviewId, signed, key] of sent) {
    const refused = await decide(reviewId, signed, key);
    expect([refused.status, refused.body.code]).toEqual([503, 'engine.unavailable']);
    expect(refused.body.detail).toContain('nothing was decided');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await readReview(people.tomas, reviewId)).toMatchObject(untouched);
  }

  bringBack();
  for (const step of sent) expect(await insist(...step)).toMatchObject(lifted);
  await untilAllIsWell();
});

test('a reminder whose time comes while the engine is away is given when it is back, once', async () => {
  await remindAfter(system, 3);
  const { reviewId } = await givenHeldBasil(people);
  const isStarted = `select from outbox where started_at is not null and workflow_id like '%${reviewId}'`;
  await until(async () => (await system.sql(isStarted)).length === 1);
  const { bringBack } = takeAway('Temporal');
  const { openedAt } = await readReview(people.tomas, reviewId);
  await until(() => Date.now() > Date.parse(openedAt) + 3_000);
  expect((await readReview(people.tomas, reviewId)).remindedAt).toBeNull();

  bringBack();
  const review = await until(async () => {
    const found = await readReview(people.tomas, reviewId);
    return found.remindedAt && found;
  });
  expect(review.history.filter(({ action }: { action: string }) => action.endsWith('reminded'))).toHaveLength(1);
  await untilAllIsWell();
});

test('a decision that no worker takes up is not denied: the same key tells that it counted', async () => {
  const { reviewId } = await givenHeldBasil(people);
  const signed = await people.tomas.sign(reviewId);
  const { bringBack } = takeAway('Worker');
  const key = randomUUID();
  const refused = await decide(reviewId, signed, key);
  expect([refused.status, refused.body.code]).toEqual([503, 'engine.unavailable']);
  expect(refused.body.detail).toContain('whether it counted');
  expect(await readReview(people.tomas, reviewId)).toMatchObject(untouched);

  bringBack();
  expect(await insist(reviewId, signed, key)).toMatchObject(lifted);
  await untilAllIsWell();
});

test('Ctrl-C in the middle of a review leaves nothing running, and the next start finds everything as it was', async () => {
  const { reviewId } = await givenHeldBasil(people);
  const before = await readReview(people.tomas, reviewId);
  expect(await system.stop()).toEqual({ code: 0, left: [] });

  system = await startSystem(place);
  const { remindedAt, tasks, history, version, ...after } = await readReview(people.tomas, reviewId);
  expect(before).toMatchObject(after);
  expect(await insist(reviewId, await people.tomas.sign(reviewId))).toMatchObject(lifted);
  await untilAllIsWell();
});

test('kill -9 of what started everything takes all of it along, and the next start goes on', async () => {
  const { reviewId } = await givenHeldBasil(people);
  await system.killLauncher();

  system = await startSystem(place);
  expect(await readReview(people.tomas, reviewId)).toMatchObject(untouched);
  expect(await insist(reviewId, await people.tomas.sign(reviewId))).toMatchObject(lifted);
  await untilAllIsWell();
});
