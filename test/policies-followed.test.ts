import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policies } from '#db/schema/policies.ts';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { givenContext } from '#test/given/context.ts';
import { delivery } from '#test/given/deliveries.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { givenPolicy } from '#test/given/workflow.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
});
afterAll(() => database.drop());

test('a hold by rule names the version of the policy that it followed, the most specific one', async () => {
  await givenPolicy({ context }, 'supplier_risk_limit', '0', { kind: 'site', key: ids.site('EWR') });
  const answer = await receiveGoods(context, commandOf(importer, delivery()));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  const rows = await database.sql`
    select policy.key, policy.scope_kind from holds hold join policies policy on hold.policy_ids ? policy.id::text
     where hold.rule = 'supplier_risk'`;
  expect(rows[0]).toEqual({ key: 'supplier_risk_limit', scope_kind: 'site' });
});

test('a reason may be given by a code of its list, and has to be where policy asks for it', async () => {
  const lot = await givenLot(context, ids, { code: 'CODED', stock: [{ at: 'EWR/C-01', quantity: '5' }] });
  const place = async (more: object) => {
    const input = { lot: lot.code, site: 'EWR', rule: 'damage' as const, reason: 'A pallet fell', ...more };
    const answer = await placeHold(context, commandOf(importer, input, randomUUID()));
    return answer.ok ? answer.value.holdId : answer.violation.code;
  };
  const holdId = await place({ reasonCode: 'packaging_damaged' });
  expect(await database.sql`select reason_code from holds where id = ${holdId}`).toEqual([
    { reason_code: 'packaging_damaged' },
  ]);
  expect(await place({ reasonCode: 'mood' })).toBe('reason-code.unknown');
  expect(await place({ reasonCode: 'retest_passed' })).toBe('reason-code.unknown');
  expect(await place({ reasonCode: 'foreign_matter' })).toBe('reason-code.note-required');
  await database.sql`update reason_codes set active = false where list = 'hold' and code = 'pest'`;
  expect(await place({ reasonCode: 'pest' })).toBe('reason-code.inactive');
  await database.sql`update policies set value = 'true' where key = 'reason_code_required'`;
  expect(await place({})).toBe('reason-code.required');
});

test('the law of a country holds at each of its sites, and over what is held everywhere, whatever was chosen there', async () => {
  await givenPolicy({ context }, 'review_escalate_after_minutes', '5000', { kind: 'site', key: ids.site('EWR') });
  const law = { id: context.newId(), key: 'review_escalate_after_minutes', scopeKind: 'jurisdiction' } as const;
  await context.db.insert(policies).values({
    ...law,
    ...{ scopeKey: 'US', value: '60', version: 1, effectiveFrom: new Date(0), byLaw: true, lawReference: 'A law' },
    ...{ reason: 'Decide within the hour', proposedBy: 'dana', approvedBy: 'admin' },
  });
  const lot = await givenLot(context, ids, { code: 'LAW', stock: [{ at: 'EWR/C-01', quantity: '5' }] });
  for (const place of [{ site: 'EWR' }, {}]) {
    const input = { lot: lot.code, rule: 'damage' as const, reason: 'A pallet fell', reasonCode: 'pest', ...place };
    await database.sql`update reason_codes set active = true`;
    const answer = await placeHold(context, commandOf(importer, input, randomUUID()));
    if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
    const [review] = await database.sql`
      select extract(epoch from due_at - opened_at)::int / 60 as minutes, policy_ids ? ${law.id} as named
        from quarantine_reviews where id = ${answer.value.reviewId}`;
    expect(review, JSON.stringify(place)).toEqual({ minutes: 60, named: true });
  }
});
