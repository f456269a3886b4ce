import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { delivery } from '#test/given/deliveries.ts';
import { givenEngine } from '#test/given/engine.ts';
import { changesOf, givenStewards, reason } from '#test/given/master-data-changes.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let people: Awaited<ReturnType<typeof givenStewards>>;
let calls: ReturnType<typeof changesOf>;
let ruth: string;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  await engine.workers();
  people = await givenStewards(api);
  calls = changesOf(api);
  await api.person('ruth', [{ role: 'receiver', site: 'EWR' }, { role: 'order_desk' }]);
  ruth = await api.signIn('ruth');
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

/** Proposes as one steward, has another approve, and expects that it took effect. */
const changed = async (proposed: { body: Record<string, unknown> }) => {
  const decided = await calls.decide(people.omar, proposed.body.proposalId);
  expect(decided.body).toMatchObject({ state: 'approved' });
};
const defectsOf = async (supplierLot: string, change: object = {}) => {
  const sent = delivery();
  const lines = sent.lines.map((line) => ({ ...line, supplierLotNumber: supplierLot }));
  const { body } = await calls.post('/receipts', ruth, { ...sent, lines, ...change });
  return (body.lines as { state: string; defects: { code: string }[] }[]).flatMap(({ defects }) =>
    defects.map(({ code }) => code),
  );
};
const order = (number: string) => ({
  ...{ number, site: 'EWR', owner: 'MFF', supplier: 'TGD' },
  lines: [{ item: 'GC-BULK', quantity: '10', unit: 'tub' }],
});

describe('blocking', () => {
  test('takes effect at once: nothing is ordered any more, what arrives is received and held, and only a second person frees it', async () => {
    expect(await defectsOf('BL-0')).toEqual([]);
    const blocked = await calls.post('/parties/TGD/block', people.sara, { reason });
    expect(blocked).toMatchObject({ status: 200, body: { code: 'TGD', version: 2 } });
    expect((await calls.post('/parties/TGD/block', people.omar, { reason })).body.code).toBe('record.already-blocked');
    expect(await defectsOf('BL-1')).toEqual(['receipt.supplier-blocked']);
    await calls.post('/items/GC-BULK/block', people.dana, { reason });
    expect((await defectsOf('BL-2')).sort()).toEqual(['receipt.item-blocked', 'receipt.supplier-blocked']);
    const ordered = await calls.post('/purchase-orders', ruth, order('PO-B1'));
    expect((ordered.body.errors as { code: string }[]).map(({ code }) => code)).toEqual([
      'supplier.blocked',
      'item.blocked',
    ]);

    const again = await calls.change(people.sara, 'party', 'TGD', { blocked: true });
    expect(again.body.code).toBe('proposal.nothing-changed');
    const freeing = await calls.change(people.sara, 'party', 'TGD', { blocked: false });
    expect(freeing.body.title).toBe('Free party TGD: blocked');
    expect((await calls.get('/parties/TGD/record', people.tess)).body.blocked).toMatchObject({
      byName: 'sara',
      reason,
    });
    await changed(freeing);
    await changed(await calls.change(people.sara, 'item', 'GC-BULK', { blocked: false }));
    expect(await defectsOf('BL-3')).toEqual([]);
    expect(await calls.post('/purchase-orders', ruth, order('PO-B2'))).toMatchObject({ status: 201 });
    expect(await calls.post('/items/CRISP/block', people.tess, { reason })).toMatchObject({ status: 403 });
  });
});

describe('a local override', () => {
  const override = (change: object) => ({
    ...{
      kind: 'override',
      of: 'item',
      record: 'GC-BULK',
      entity: null,
      site: 'EWR',
      field: 'storageRange',
      value: { min: '0', max: '3' },
    },
    ...change,
  });

  test('only tightens, only where the record leaves it open, and holds where goods arrive', async () => {
    const early = await calls.propose(people.sara, override({}));
    expect(early).toMatchObject({ status: 409, body: { code: 'override.not-allowed' } });
    await changed(
      await calls.change(people.sara, 'item', 'GC-BULK', { overridable: ['storageRange', 'shelfLifeDays'] }),
    );
    const refused = async (change: object) => (await calls.propose(people.sara, override(change))).body.code;
    expect(await refused({ value: { min: '0', max: '6' } })).toBe('override.looser');
    expect(await refused({ value: 'cold' })).toBe('override.value-malformed');
    expect(await refused({ field: 'gtin', value: '1' })).toBe('override.field-unknown');
    expect(await refused({ value: null })).toBe('override.unknown');

    expect(await defectsOf('OV-1', { arrivalTemperatureCelsius: '3.5' })).toEqual([]);
    await changed(await calls.propose(people.sara, override({})));
    expect(await defectsOf('OV-2', { arrivalTemperatureCelsius: '3.5' })).toEqual(['receipt.temperature-out-of-range']);
    const at = async (query: string) =>
      (await calls.get(`/items/GC-BULK${query}`, people.tess)).body.local as Record<string, unknown>;
    expect((await at('?site=EWR')).storageRange).toEqual({ value: { min: '0', max: '3' }, origin: 'site' });
    expect((await at('?site=ONT')).storageRange).toEqual({ value: { min: '0', max: '4' }, origin: 'global' });
    expect(await at('')).toBe(null);

    await changed(await calls.propose(people.sara, override({ value: null })));
    expect(await defectsOf('OV-3', { arrivalTemperatureCelsius: '3.5' })).toEqual([]);
  });

  test('of a supplier judges it for one entity alone', async () => {
    await changed(await calls.change(people.sara, 'party', 'TGD', { overridable: ['riskScore'] }));
    const risk = { of: 'party', record: 'TGD', site: null, entity: 'MFF', field: 'riskScore' };
    expect((await calls.propose(people.sara, override({ ...risk, value: '20' }))).body.code).toBe('override.looser');
    await changed(await calls.propose(people.sara, override({ ...risk, value: '90' })));
    expect(await defectsOf('OV-4')).toEqual(['receipt.supplier-risk']);
  });
});
