import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeLegalHold } from '#operations/place-legal-hold.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { type GivenRetention, givenRetention } from '#test/given/retention.ts';

let given: GivenRetention;
beforeAll(async () => {
  given = await givenRetention();
});
afterAll(() => given.stop());

const merge = (goes: string, stays: string | null) => given.database.sql`
  update parties set merged_into = (select id from parties where code = ${stays}) where code = ${goes}`;

test('a legal hold on a supplier keeps the papers of what came before it was merged with another', async () => {
  const answer = await receiveGoods(given.context, commandOf(importer, delivery({ supplier: 'TGD' })));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  const paper = await given.document(1, answer.value.lines[0]?.lotId);
  const input = { supplier: 'GHF', reason: 'Claim 2026-118 of Bay Foods' };
  const placed = await placeLegalHold(given.context, commandOf(given.dana, input));
  expect(placed).toMatchObject({ ok: true, value: { documents: 0 } });
  await merge('TGD', 'GHF');
  const kept = await given.database.sql`select document_id from document_legal_holds where document_id = ${paper.id}`;
  expect(kept).toHaveLength(1);
  await merge('TGD', null);
  expect(await given.database.sql`select 1 from document_legal_holds`).toEqual([]);
});

test('nothing is received of a supplier that was merged since it was looked up: the sender tries again', async () => {
  await merge('TGD', 'GHF');
  const late = given.database.sql`
    insert into receipts (id, number, site_id, owner_id, supplier_id, received_by, happened_at, recorded_at, movement_id)
    select gen_random_uuid(), 'R-LATE', site_id, owner_id, supplier_id, received_by, happened_at, recorded_at, movement_id
      from receipts join parties party on party.id = supplier_id where party.code = 'TGD' limit 1`;
  await expect(late).rejects.toMatchObject({ code: '40001' });
});

test('a code leads to its record in one step, whoever writes', async () => {
  const [third] = await given.database.sql`select code from parties where code not in ('TGD', 'GHF') limit 1`;
  const other = String(third?.code);
  await expect(merge('GHF', other)).rejects.toThrow('leads elsewhere');
  await expect(merge(other, 'TGD')).rejects.toThrow('leads elsewhere');
  await expect(merge(other, other)).rejects.toThrow('parties_merged_into_another');
});
