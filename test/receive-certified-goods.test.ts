import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
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
  await givenPolicy({ context }, 'required_supplier_certificates', ['food_safety_audit', 'kosher']);
});
afterAll(() => database.drop());

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const certify = async (scheme: string, until: string, categories: readonly string[] = []) => {
  await database.sql`
    insert into supplier_certificates (id, code, party_id, scheme, number, issuer, categories, valid_from, valid_until)
    values (${randomUUID()}, ${scheme + until}, ${ids.party('TGD')}, ${scheme}, ${until}, 'Meridian',
            ${database.sql.json([...categories])}, ${dayIn(-300)}, ${until})`;
};
let lots = 0;
const holdsOf = async (happenedAt?: string) => {
  lots += 1;
  const line = cheese({ supplierLotNumber: `CERT-${lots}` });
  const answer = await receiveGoods(
    context,
    commandOf(importer, delivery({ lines: [line], ...(happenedAt && { happenedAt }) })),
  );
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  const holds = await database.sql`
    select rule, reason from holds where lot_id = ${answer.value.lines[0]?.lotId ?? ''} order by rule`;
  return holds.map(({ rule, reason }) => `${rule}: ${reason}`);
};

test('goods of a supplier without the certificates that policy asks for land and are held, and those with them are not', async () => {
  expect(await holdsOf()).toEqual(['missing_certificate: TGD shows no valid food safety audit, kosher for GC-BULK']);
  await certify('food_safety_audit', dayIn(30), ['cheese']);
  await certify('kosher', dayIn(-2));
  expect(await holdsOf()).toEqual([`expired_certificate: Of TGD, for GC-BULK: kosher ended on ${dayIn(-2)}`]);
  // One about other goods is none, and the day that counts is the one on which the goods came.
  await certify('kosher', dayIn(20), ['seafood']);
  expect(await holdsOf()).toHaveLength(1);
  expect(await holdsOf(new Date(Date.now() - 4 * 86_400_000).toISOString())).toEqual([]);
  await certify('kosher', dayIn(40));
  expect(await holdsOf()).toEqual([]);
  await database.sql`update supplier_certificates set withdrawn = true where valid_until = ${dayIn(40)}`;
  expect(await holdsOf()).toHaveLength(1);
});
