import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { masterDataWatchProcess } from '#domain/processes.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { givenSpecifications } from '#test/given/release.ts';

let given: GivenReviews;

beforeAll(async () => {
  given = await givenReviews();
  await given.workers();
});
afterAll(() => given.stop());

test('a run scores what time has changed, asks for what ends, and does nothing the second time', async () => {
  const { sql } = given.database;
  await sql`
    insert into supplier_certificates (id, code, party_id, scheme, number, issuer, valid_from, valid_until)
    values (${randomUUID()}, 'TGD-A', ${given.ids.party('TGD')}, 'food_safety_audit', 'A', 'M', current_date - 400, current_date - 3)`;
  await givenSpecifications(given, 'SALMON');
  await sql`update items set completeness = 1, missing = '["item.specification-missing"]' where code = 'SALMON'`;
  const run = () =>
    given.client.workflow.execute(masterDataWatchProcess.workflowType, {
      workflowId: `master-data-watch-${randomUUID()}`,
      taskQueue: given.taskQueue,
    });
  const state = async () => [
    await sql`select missing ? 'party.certificate-expired' as gap from parties where code = 'TGD'`,
    await sql`select missing ? 'item.specification-missing' as gap from items where code = 'SALMON'`,
    await sql`select count(*)::int from tasks where kind = 'renew_supplier_certificate'`,
  ];
  await run();
  const first = await state();
  expect(first).toEqual([[{ gap: true }], [{ gap: false }], [{ count: 1 }]]);
  await run();
  expect(await state()).toEqual(first);
});
