import { afterAll, expect, test } from 'vitest';
import { delivery } from '#test/given/deliveries.ts';
import { givenMerges } from '#test/given/merges.ts';

const given = await givenMerges();
const { api, people, calls, givenSupplier, proposeMerge, merged, received, refusedWith } = given;
afterAll(() => given.stop());

test('parties that are one become one by a proposal of one and the signature of another; the old code leads to the one that stays', async () => {
  const [stays, goes] = [
    await givenSupplier({ riskScore: '20' }),
    await givenSupplier({ riskScore: '60', duns: '079465120' }),
  ];
  const before = await received(goes);
  const proposed = await proposeMerge(goes, stays);
  expect(proposed).toMatchObject({
    status: 201,
    body: { state: 'open', title: `Merge party ${goes} into ${stays}` },
  });
  expect(await received(goes)).toMatchObject({ supplier: goes });
  expect((await calls.decide(people.sara, proposed.body.proposalId)).body.code).toBe('proposal.second-person-required');
  const page = await calls.get(`/master-data-proposals/${proposed.body.proposalId}`, people.omar);
  expect(page.body.firstRecords).toMatchObject([
    { code: stays, action: 'change', after: { riskScore: '60', duns: '079465120' } },
    { code: goes, action: 'merge', changed: ['mergedInto'], after: { mergedInto: stays } },
  ]);
  expect((await calls.decide(people.omar, proposed.body.proposalId)).body).toMatchObject({ state: 'approved' });

  // What protects stays as strict as the stricter of the two, and what only the other had is there.
  const { body: kept } = await calls.get(`/parties/${stays}/record`, people.sara);
  expect(kept).toMatchObject({
    record: { riskScore: '60', duns: '079465120' },
    merged: { into: null, from: [goes] },
  });
  const { body: gone } = await calls.get(`/parties/${goes}/record`, people.sara);
  expect(gone).toMatchObject({ merged: { into: stays, from: [] } });

  // History keeps its facts; what comes from now on leads to the one that stays, and says so.
  expect(await received(goes)).toMatchObject({ supplier: stays, supplierNamedAs: goes });
  const [receipt] = await api.database.sql`
      select party.code from receipts join parties party on party.id = supplier_id where receipts.id = ${before.receiptId}`;
  expect(receipt?.code).toBe(goes);
  const told = await api.database.sql`select action, reason from audit_entries where action = 'party.merged'`;
  expect(told.length).toBeGreaterThan(0);
});

test('two that became one have one lot where both had delivered of it, and lists by either code show the lots of both', async () => {
  const [stays, goes] = [await givenSupplier(), await givenSupplier()];
  const earlier = await received(goes, 'SAME-1');
  await merged(goes, stays);
  const later = await received(stays, 'SAME-1');
  expect(later.lines[0]).toMatchObject({ lotId: earlier.lines[0]?.lotId, newLot: false });
  const [{ count } = { count: 0 }] = await api.database.sql`
      select count(*)::int as count from lots where supplier_lot_number = 'SAME-1'`;
  expect(count).toBe(1);
  for (const code of [stays, goes]) {
    const listed = await calls.get(`/lots?supplier=${code}`, people.dana);
    expect((listed.body.items as { supplierLotNumber: string }[]).map((lot) => lot.supplierLotNumber)).toContain(
      'SAME-1',
    );
  }
});

test('two that became one are expected and received by either code on one order', async () => {
  const [stays, goes] = [await givenSupplier(), await givenSupplier()];
  const order = { number: `PO-TW-${given.made()}`, site: 'EWR', owner: 'MFF', supplier: goes };
  const { lines } = delivery();
  const announced = lines.map(({ item, quantity = '1', unit = 'tub' }) => ({ item, quantity, unit }));
  await api.person(`buyer${given.made()}`, [{ role: 'order_desk' }]);
  const buyer = await api.signIn(`buyer${given.made()}`);
  expect((await calls.post('/purchase-orders', buyer, { ...order, lines: announced })).status).toBe(201);
  await merged(goes, stays);
  const receipt = await received(stays, 'ON-ORDER', { purchaseOrder: order.number, advanceNotice: undefined });
  expect(receipt.lines.flatMap(({ defects }) => defects.map(({ code }) => code))).not.toContain(
    'receipt.purchase-order-differs',
  );
});

test('two that became one keep what may only be sold to one of them, and what sites override of it', async () => {
  const stays = await givenSupplier({ riskScore: '10', overridable: ['riskScore'] });
  const goes = await givenSupplier({ isCustomer: true, riskScore: '10', overridable: ['riskScore'] });
  const own = {
    kind: 'override',
    of: 'party',
    record: goes,
    entity: null,
    site: 'EWR',
    field: 'riskScore',
    value: '80',
  };
  const overridden = await calls.propose(people.sara, own);
  await calls.decide(people.omar, overridden.body.proposalId);
  const sold = await calls.change(people.sara, 'item', 'GC-LOG', { soldOnlyTo: goes });
  expect((await calls.decide(people.omar, sold.body.proposalId)).body).toMatchObject({ state: 'approved' });
  const paper = {
    ...{
      code: `SC-${goes}`,
      party: goes,
      scheme: 'food_safety_audit',
      standard: 'BRCGS 9',
      number: 'B-88',
      issuer: 'Audit Co',
    },
    ...{ categories: ['cheese'], items: [], plants: [], validFrom: '2026-01-01', validUntil: '2027-12-31' },
    ...{ documentId: null, withdrawn: false },
  };
  const certified = await calls.propose(people.sara, { kind: 'certificate', action: 'create', record: paper });
  expect((await calls.decide(people.omar, certified.body.proposalId)).body).toMatchObject({ state: 'approved' });
  await merged(goes, stays);
  const [held] = await api.database.sql`
      select party.code from supplier_certificates paper join parties party on party.id = paper.party_id where paper.number = 'B-88'`;
  expect(held?.code).toBe(stays);
  const next = { ...paper, code: `SC2-${goes}`, number: 'B-89' };
  expect(refusedWith(await calls.propose(people.sara, { kind: 'certificate', action: 'create', record: next }))).toBe(
    'record.merged',
  );
  const [item] = await api.database.sql`
      select party.code from items join parties party on party.id = sold_only_to_party_id where items.code = 'GC-LOG'`;
  expect(item?.code).toBe(stays);
  const local = await calls.get(`/parties/${stays}/record?site=EWR`, people.sara);
  expect(local.body.local).toMatchObject({ riskScore: { value: '80', origin: 'site' } });
});
