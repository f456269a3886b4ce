import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { stockOf } from '#test/given/lots.ts';
import { ask, givenHold, tasksOf } from '#test/given/workflow.ts';

let given: GivenReviews;
let dana: Caller; // quality manager of every site
let ines: Caller; // quality at Newark
let ruth: Caller; // warehouse at Newark
let omar: Caller; // transport of every site

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  ruth = given.person('r.okafor');
  omar = given.person('o.haddad');
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'Listeria found in two of five units';
const code = (outcome: Awaited<ReturnType<typeof ask>>) => (outcome.ok ? 'allowed' : outcome.violation.code);
/** What the ledger says left for a virtual place, over all owners and conditions. */
const gone = async (lotId: string, place: string) => {
  const [row] = await given.database.sql`
    select trim_scale(coalesce(sum(quantity), 0))::text as quantity from movement_lines
      join locations on locations.id = location_id where lot_id = ${lotId} and site_id is null and code = ${place} and quantity > 0`;
  return row?.quantity;
};
const disagreements = () => given.database.sql`select * from ledger_disagreements`;

describe.concurrent('what follows from a decision', () => {
  test('a disposal that an older version decided is still confirmed by two people, never the same twice', async () => {
    const hold = await givenHold(given, {
      stock: [
        { at: 'EWR/DOCK-IN', quantity: '40' },
        { at: 'EWR/C-01', owner: 'FTB', condition: 'received', quantity: '2.5' },
        { at: 'CHI/C-01', quantity: '7' },
      ],
    });
    await ask(given, 'decide', ines, hold, { outcome: 'return_to_supplier', reason });
    await given.database.sql`update quarantine_reviews set outcome = 'dispose' where id = ${hold.reviewId}`;
    expect(await ask(given, 'confirmOutcome', ines, hold, {})).toMatchObject({
      value: { state: 'decided', confirmations: { needed: 2 } },
    });
    expect(code(await ask(given, 'confirmOutcome', ines, hold, {}))).toBe('review.confirmed-twice');
    expect(await stockOf(given.context, hold.lotId)).toHaveLength(3);
    expect(await ask(given, 'confirmOutcome', omar, hold, { reference: 'Certificate 118' })).toMatchObject({
      value: { state: 'closed', hold: { active: false }, obstacle: null },
    });
    expect(await stockOf(given.context, hold.lotId)).toEqual(['CHI/C-01 MFF approved 7']);
    expect(await gone(hold.lotId, 'disposed')).toBe('42.5');
    expect(await disagreements()).toEqual([]);
  });

  test('of two who confirm it at once both count, and the goods are booked out once', async () => {
    const hold = await givenHold(given);
    await ask(given, 'decide', dana, hold, { outcome: 'return_to_supplier', reason });
    await given.database.sql`update quarantine_reviews set outcome = 'dispose' where id = ${hold.reviewId}`;
    const answers = await Promise.all([
      ask(given, 'confirmOutcome', ruth, hold, {}),
      ask(given, 'confirmOutcome', omar, hold, {}),
    ]);
    expect(answers.map((answer) => answer.ok && answer.value.state).sort()).toEqual(['closed', 'decided']);
    expect(await gone(hold.lotId, 'disposed')).toBe('40');
  });

  test('a return to the supplier is confirmed by one person, not by the decider, and goes back to where it came from', async () => {
    const hold = await givenHold(given);
    const decided = await ask(given, 'decide', ines, hold, { outcome: 'return_to_supplier', reason });
    expect(decided).toMatchObject({ ok: true, value: { state: 'decided', confirmations: { needed: 1 } } });
    expect(code(await ask(given, 'confirmOutcome', ines, hold, {}))).toBe('review.second-person-required');
    expect(await ask(given, 'confirmOutcome', ruth, hold, { reference: 'BOL 7781' })).toMatchObject({
      ok: true,
      value: { state: 'closed', hold: { active: false } },
    });
    expect(await stockOf(given.context, hold.lotId)).toEqual([]);
    expect(await gone(hold.lotId, 'supplier')).toBe('40');
    const [row] = await given.database.sql`select ended_as from holds where id = ${hold.holdId}`;
    expect(row).toEqual({ ended_as: 'returned_to_supplier' });
  });

  test('a lift leaves the stock quarantined while another hold reaches it, and says which', async () => {
    const one = await givenHold(given);
    const two = await givenHold(given, { lot: one.lotId, rule: 'pest' });
    const first = await ask(given, 'decide', ines, one, { outcome: 'lift', reason });
    expect(first).toMatchObject({
      ok: true,
      value: { state: 'closed', stillHeldBy: [{ number: two.holdNumber, rule: 'pest' }] },
    });
    const second = await ask(given, 'decide', ines, two, { outcome: 'lift', reason });
    expect(second).toMatchObject({ ok: true, value: { state: 'closed', stillHeldBy: [] } });
  });

  test('a hold placed in error is called off by a second person with the right, and its tasks with it', async () => {
    const hold = await givenHold(given);
    expect(code(await ask(given, 'cancel', ines, hold, { reason: 'The wrong lot was scanned' }))).toBe(
      'access.right-missing',
    );
    const outcome = await ask(given, 'cancel', dana, hold, { reason: 'The wrong lot was scanned' });
    expect(outcome).toMatchObject({ ok: true, value: { state: 'cancelled', hold: { active: false }, decision: null } });
    expect(await tasksOf(given.context, hold.reviewId)).toEqual(['decide_quarantine_review cancelled']);
    expect(await stockOf(given.context, hold.lotId)).toEqual(['EWR/DOCK-IN MFF approved 40']);
    await expect(given.client.workflow.getHandle(hold.workflowId).result()).resolves.toMatchObject({
      state: 'cancelled',
    });
  });

  test('a hold of every site is decided by somebody whose right is not limited to one', async () => {
    const hold = await givenHold(given, { site: undefined });
    expect(code(await ask(given, 'decide', ines, hold, { outcome: 'lift', reason }))).toBe('access.right-missing');
    expect(code(await ask(given, 'decide', dana, hold, { outcome: 'lift', reason }))).toBe('allowed');
  });

  test('who lost the right after asking does not decide', async () => {
    const hold = await givenHold(given);
    await given.database.sql`
      update role_grants set valid_until = now() - interval '1 second' where user_id = ${given.ids.user('p.nair')}`;
    expect(code(await ask(given, 'decide', given.person('p.nair'), hold, { outcome: 'lift', reason }))).toBe(
      'access.right-missing',
    );
  });
});
