import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#db/connect.ts';
import type { PolicyKey } from '#domain/policies.ts';
import type { OperationContext } from '#operations/context.ts';
import { previewPolicy } from '#operations/preview-policy.ts';
import { recordTemperatureReadings } from '#operations/record-temperature-readings.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { givenSpecifications } from '#test/given/release.ts';
import { ok } from '#test/given/signed-proposals.ts';
import { signedSteps } from '#test/given/signed-steps.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
const minute = 60_000;

/** Every signed step taken once, and a cooler of Elk Grove too warm for twenty minutes. */
beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  await givenSpecifications({ context }, 'GC-BULK');
  for (const prepare of Object.values(signedSteps({ context, ids }).steps)) {
    const step = await prepare();
    await ok(step.take(await step.sign()));
  }
  // All of them began five minutes before.
  const owner = connect(database.ownerUrl, { role: 'owner', poolSize: 1, applicationName: 'test', sight: 'all' });
  for (const [table, began] of [
    ['release_approvals', 'opened_at'],
    ['disposals', 'opened_at'],
    ['master_data_proposals', 'proposed_at'],
  ])
    await owner.execute(
      sql.raw(
        `alter table ${table} disable trigger user; update ${table} set ${began} = ${began} - interval '5 minutes'`,
      ),
    );
  await owner.$client.end();
  const warm = new Date(Date.now() - 120 * minute);
  const arrivedAt = new Date(warm.getTime() - 60 * minute);
  await givenLot(context, ids, { code: 'WARM', item: 'SALMON', arrivedAt, stock: [{ at: 'CHI/C-01', quantity: '5' }] });
  const at = (after: number, celsius: string) => ({
    ...{ site: 'CHI', location: 'C-01', sensor: 'T1', celsius },
    happenedAt: new Date(warm.getTime() + after * minute).toISOString(),
  });
  const readings = [at(0, '2'), at(5, '9'), at(15, '9'), at(25, '2')];
  await ok(recordTemperatureReadings(context, commandOf(personWith('integrator', 'gateway'), { readings })));
});
afterAll(() => database.drop());

async function preview(key: PolicyKey, value: unknown, more: object = {}) {
  const now = new Date();
  const until = new Date(now.getTime() + minute);
  const time = { from: new Date(now.getTime() - 24 * 60 * minute), until, now, limit: 1_000 };
  const answer = await previewPolicy(context.db, { key, value, scopeKind: 'global', scopeKey: null, ...time, ...more });
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value;
}
/** How many of how many would have gone otherwise, and which way. */
async function differing(key: PolicyKey, value: unknown): Promise<string> {
  const { effect, examined, differing: found } = await preview(key, value);
  const more = found.filter(({ would }) => would).length;
  return `${effect}: ${more} more, ${found.length - more} fewer of ${examined}`;
}

describe('a preview of what was recorded', () => {
  test('tells which lots would have been held for the time they were too warm, by readings and ledger', async () => {
    expect(await differing('temperature_minutes_allowed', '10')).toBe('held: 1 more, 0 fewer of 1');
    expect(await differing('temperature_minutes_allowed', '25')).toBe('held: 0 more, 0 fewer of 1');
    expect((await preview('temperature_minutes_allowed', '10')).differing).toMatchObject([
      { label: 'WARM at CHI C-01', site: 'CHI', lot: 'WARM', was: false, would: true, policyIds: [expect.any(String)] },
    ]);
    const elsewhere = { scopeKind: 'site', scopeKey: ids.site('EWR') };
    expect((await preview('temperature_minutes_allowed', '10', elsewhere)).differing).toEqual([]);
  });

  test('tells which cases would have needed another person, or none', async () => {
    expect(await differing('release_approvals', '2')).toBe('second_person: 5 more, 0 fewer of 5');
    expect(await differing('disposal_approvals', '1')).toBe('second_person: 0 more, 4 fewer of 4');
    expect(await differing('master_data_minor_changes_alone', true)).toBe('second_person: 0 more, 0 fewer of 2');
  });

  test('tells which would have been refused', async () => {
    expect(await differing('urgent_release_allowed', false)).toBe('refused: 1 more, 0 fewer of 3');
    expect(await differing('conditional_release_allowed', false)).toBe('refused: 0 more, 0 fewer of 3');
    expect(await differing('review_extension_max_days', '2')).toBe('refused: 1 more, 0 fewer of 1');
    expect(await differing('review_extension_max_days', '4')).toBe('refused: 0 more, 0 fewer of 1');
  });

  test('tells what a disposal would have asked for', async () => {
    expect(await differing('disposal_witness_required', false)).toBe('witnessed: 0 more, 4 fewer of 4');
    expect(await differing('destruction_certificate_required', false)).toBe('kept_open: 0 more, 4 fewer of 4');
    expect(await differing('disposal_papers_required', ['photo'])).toBe('kept_open: 4 more, 0 fewer of 4');
    // One was written off, at a cost that is known.
    expect(await differing('disposal_witness_from_value', '100000000')).toMatch(
      /^witnessed: 0 more, [1-4] fewer of 4$/,
    );
  });

  test.each<[PolicyKey, string]>([
    ['release_remind_after_minutes', 'reminded: 5 more, 0 fewer of 5'],
    ['release_escalate_after_minutes', 'escalated: 5 more, 0 fewer of 5'],
    ['release_due_after_minutes', 'held: 5 more, 0 fewer of 5'],
    ['disposal_remind_after_minutes', 'reminded: 4 more, 0 fewer of 4'],
    ['disposal_escalate_after_minutes', 'escalated: 4 more, 0 fewer of 4'],
    ['master_data_change_remind_after_minutes', 'reminded: 2 more, 0 fewer of 2'],
    ['master_data_change_expire_after_minutes', 'lapsed: 2 more, 0 fewer of 2'],
  ])('tells what %s would have done', async (key, found) => {
    expect(await differing(key, '4')).toBe(found);
    expect(await differing(key, '500000')).toBe(found.replace(/\d+ more/, '0 more'));
  });
});
