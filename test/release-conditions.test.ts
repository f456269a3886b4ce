import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lotDetailStatement } from '#db/queries/lot-detail-statement.ts';
import { readSameParty } from '#db/queries/merged-parties.ts';
import { readReleaseLimits } from '#db/queries/release-limits.ts';
import { listStock } from '#db/queries/stock-on-hand.ts';
import type { Caller } from '#domain/caller.ts';
import { mayAllocate } from '#domain/release-limits.ts';
import { approveRelease } from '#operations/approve-release.ts';
import type { OperationContext } from '#operations/context.ts';
import { moveStock } from '#operations/move-stock.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications } from '#test/given/release.ts';
import { decideRelease, enterResults, passing } from '#test/given/release-steps.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let given: { context: OperationContext; ids: StoryIds };
let dana: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  given = { context, ids };
  await givenSpecifications(given, 'GC-BULK');
  dana = personWith('quality_manager', ids.user('d.whitlock'));
});
afterAll(() => database.drop());

const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;
const passed = async () => {
  const release = await givenRelease(given);
  await enterResults(given, release, passing);
  return release;
};
const conditions = { customers: ['SEA'], useBy: '2030-06-30' };

describe('a conditional release', () => {
  test('is obeyed by whoever asks for the stock, and shown with it', async () => {
    const release = await passed();
    const approved = await decideRelease(given, approveRelease, dana, { releaseId: release.releaseId, ...conditions });
    expect(code(approved)).toBe('allowed');
    const limits = await readReleaseLimits(context.db, [release.lotId]);
    const stock = {
      lotId: release.lotId,
      ownerId: ids.entity('MFF'),
      siteId: ids.site('EWR'),
      locationId: ids.location('EWR/C-01'),
    };
    const ask = async (customerCode: string, onDay: string) => {
      const customerIds = await readSameParty(context.db, ids.party(customerCode));
      return code(mayAllocate(limits, stock, { customerIds, customerCode, onDay }));
    };
    expect([await ask('SEA', '2030-06-30'), await ask('SEA', '2030-07-01'), await ask('PIN', '2030-06-30')]).toEqual([
      'allowed',
      'release.use-by-passed',
      'release.customer-not-allowed',
    ]);
    const shown = [
      { limitId: expect.any(String), releaseNumber: release.number, customers: ['SEA'], useBy: '2030-06-30' },
    ];
    const { rows } = await listStock(context.db, { scopes: null, lotId: release.lotId, limit: 10 });
    expect(rows.map((row) => row.limits)).toEqual([shown]);
    const [detail] = await database.sql.unsafe(lotDetailStatement, [release.lotId, null]);
    expect(detail?.stock).toMatchObject([{ condition: 'approved', limits: shown }]);
    // It names the record that the customer had when it was written; both lead to the one that was kept.
    const merge = (into: string | null) => database.sql`
      update parties set merged_into = (select id from parties where code = ${into}) where code = 'SEA'`;
    await merge('PIN');
    expect([await ask('SEA', '2030-06-30'), await ask('PIN', '2030-06-30')]).toEqual(['allowed', 'allowed']);
    expect(await ask('PIN', '2030-07-01')).toBe('release.use-by-passed');
    await merge(null);
    expect(await ask('PIN', '2030-06-30')).toBe('release.customer-not-allowed');
  });

  test('of a part limits that part alone, and the limit goes with it when it moves', async () => {
    const release = await passed();
    const { releaseId, lot, lotId } = release;
    const part = { from: 'C-01', to: 'C-02', quantity: '10', unit: 'kg' };
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId, part, ...conditions }))).toBe('allowed');
    expect(code(await decideRelease(given, approveRelease, dana, { releaseId }))).toBe('allowed');
    const limitsAt = async () => {
      const { rows } = await listStock(context.db, { scopes: null, lotId, limit: 10 });
      return Object.fromEntries(rows.map((row) => [row.location, row.limits.length]));
    };
    expect(await limitsAt()).toEqual({ 'C-01': 0, 'C-02': 1 });
    const moved = await moveStock(
      context,
      commandOf(importer, {
        site: 'EWR',
        kind: 'move',
        lines: [{ lot, owner: 'MFF', from: 'C-02', to: 'SHIP', condition: 'approved', quantity: '4', unit: 'kg' }],
      }),
    );
    expect(moved.ok ? 'allowed' : moved.violation.message).toBe('allowed');
    // From a location to its site: rather too much is limited than too little.
    expect(await limitsAt()).toEqual({ 'C-01': 1, 'C-02': 1, SHIP: 1 });
  });

  test('says something, about customers there are, until a day to come', async () => {
    const { releaseId } = await passed();
    const asked = async (said: { customers?: string[]; useBy?: string }) =>
      code(await decideRelease(given, approveRelease, dana, { releaseId, ...said }));
    expect(await asked({ customers: [] })).toBe('release.conditions-malformed');
    expect(await asked({ customers: ['NOBODY'] })).toBe('party.unknown');
    expect(await asked({ useBy: '2020-01-01' })).toBe('release.conditions-malformed');
  });

  test('of more than there is, or in another unit than there is, is refused', async () => {
    const { releaseId } = await passed();
    const asked = async (part: { from: string; to?: string; quantity: string; unit: string }) =>
      code(await decideRelease(given, approveRelease, dana, { releaseId, part }));
    expect(await asked({ from: 'C-01', to: 'C-02', quantity: '41', unit: 'kg' })).toBe('stock.insufficient');
    expect(await asked({ from: 'C-02', to: 'C-01', quantity: '1', unit: 'kg' })).toBe('stock.insufficient');
    expect(await asked({ from: 'C-01', to: 'C-02', quantity: '1', unit: 'parsec' })).toBe('quantity.unit-unknown');
    expect(await asked({ from: 'C-01', to: 'C-01', quantity: '1', unit: 'kg' })).toBe('stock.same-place');
    const part = { from: 'C-01', to: 'NOWHERE', quantity: '1', unit: 'kg' };
    expect(await decideRelease(given, approveRelease, dana, { releaseId, part })).toMatchObject({
      ok: false,
      violation: { code: 'location.unknown', pointer: '/part/to' },
    });
    // Two tubs of 2.5 kg each, in the unit people count.
    expect(await asked({ from: 'C-01', to: 'C-02', quantity: '2', unit: 'tub' })).toBe('allowed');
  });
});
