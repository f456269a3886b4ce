import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { reasonCodeRefusals } from '#api/contracts/reason-codes.ts';
import { installedReasonCodes } from '#domain/installed-reason-codes.ts';
import { reasonLists } from '#domain/reason-codes.ts';
import { ruleCodes } from '#domain/rule-codes.ts';
import { changeSupplierRisk } from '#operations/change-supplier-risk.ts';
import { moveStock } from '#operations/move-stock.ts';
import { placeHold } from '#operations/place-hold.ts';
import { givenContracts } from '#test/given/contracts.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { personWith } from '#test/given/master-data.ts';
import { decide, givenPolicyStory, outcome, propose } from '#test/given/policy-changes.ts';
import { givenPolicy } from '#test/given/workflow.ts';

const { database, context, ids, dana, admin, begin } = await givenPolicyStory();
const ruth = personWith('warehouse_lead', ids.user('r.okafor'), ids.site('EWR'));
beforeEach(begin);
afterAll(() => database.drop());

type Schema = { properties?: Record<string, unknown>; [key: string]: unknown };

/** Every object of a body, however deep, that takes a reason in words. */
function reasoned(schema: unknown): Schema[] {
  if (schema === null || typeof schema !== 'object') return [];
  const own = schema as Schema;
  const nested = Object.values(own).flatMap(reasoned);
  return own.properties && 'reason' in own.properties ? [own, ...nested] : nested;
}

/** Of many at once, each row is answered by itself, with any code that its own call may answer. */
const answersByRow = (schema: unknown): boolean =>
  JSON.stringify(schema).includes(JSON.stringify(ruleCodes).slice(1, -1));

test('every call that takes a reason in words takes a code beside it, and says how one may be refused', () => {
  const without = givenContracts().flatMap((contract) => {
    if (!('body' in contract) || !contract.body) return [];
    const bodies = reasoned(z.toJSONSchema(contract.body, { io: 'input', unrepresentable: 'any' }));
    const coded = bodies.every(({ properties = {} }) => 'reasonCode' in properties);
    const told =
      reasonCodeRefusals.every((code) => contract.refusals.some((known) => known === code)) ||
      ('response' in contract &&
        contract.response !== undefined &&
        answersByRow(z.toJSONSchema(contract.response, { io: 'output', unrepresentable: 'any' })));
    return bodies.length === 0 || (coded && told) ? [] : [contract.operationId];
  });
  expect(without).toEqual([]);
});

test('each list begins with words of its own, no code twice, and a way out that asks for more words', () => {
  for (const list of reasonLists) {
    const codes = installedReasonCodes.filter((code) => code.list === list);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
    expect(new Set(codes.map(({ label }) => label)).size).toBe(codes.length);
    expect(codes.find(({ code }) => code === 'other')).toMatchObject({ requiresNote: true, active: true });
  }
});

describe('a code', () => {
  const codesOf = async (subjectId: string) =>
    (
      await database.sql`
        select action, reason_list, reason_code from audit_entries where subject_id = ${subjectId} and reason is not null
         order by position`
    ).map((row) => [row.action, row.reason_list, row.reason_code]);

  test('stands in the trail wherever its words stand, and nowhere else', async () => {
    const lot = await givenLot(context, ids, { code: 'RC-1', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
    const placed = await placeHold(
      context,
      commandOf(ruth, {
        ...{ lot: lot.code, site: 'EWR', rule: 'damage' as const },
        ...{ reason: ' A pallet fell ', reasonCode: 'packaging_damaged' },
      }),
    );
    if (!placed.ok) throw new Error(placed.violation.code);
    expect(await codesOf(placed.value.holdId)).toEqual([['hold.placed', 'hold', 'packaging_damaged']]);
    // What a rule says in the same transaction has no code of a person.
    const others = await database.sql`
      select 1 from audit_entries entry join audit_entries same using (command_id)
       where same.subject_id = ${placed.value.holdId} and entry.reason_code is not null and trim(entry.reason) <> 'A pallet fell'`;
    expect(others).toEqual([]);
  });

  test('is asked for where held stock moves and policy asks for one, of the list for that', async () => {
    const lot = await givenLot(context, ids, { code: 'RC-2', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
    const free = await givenLot(context, ids, { code: 'RC-3', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
    const where = { lot: lot.code, site: 'EWR', rule: 'damage' as const };
    await placeHold(context, commandOf(ruth, { ...where, reason: 'A pallet fell', reasonCode: 'packaging_damaged' }));
    await givenPolicy({ context }, 'reason_code_required', true, { kind: 'site', key: ids.site('EWR') });
    const move = async (code: string, more: object) => {
      const line = { owner: 'MFF', from: 'C-01', to: 'QC', condition: 'approved' as const, quantity: '1', unit: 'tub' };
      const input = { site: 'EWR', kind: 'move' as const, lines: [{ ...line, lot: code }], ...more };
      const answer = await moveStock(context, commandOf(ruth, input, randomUUID()));
      return answer.ok ? answer.value.movementId : answer.violation.code;
    };
    const reason = 'Samples for the laboratory';
    expect(await move(lot.code, { reason })).toBe('reason-code.required');
    expect(await move(lot.code, { reason, reasonCode: 'packaging_damaged' })).toBe('reason-code.unknown');
    expect(await move(lot.code, { reason: 'taken aside', reasonCode: 'other' })).toBe('reason-code.note-required');
    const moved = await move(lot.code, { reason, reasonCode: 'sampling' });
    expect(await codesOf(moved)).toEqual([['stock.moved', 'held_move', 'sampling']]);
    expect(await move(free.code, {})).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('of what concerns every site is asked for by the policy for everything alone', async () => {
    const [party] = await database.sql`select id, version, risk_score from parties where code = 'TGD'`;
    const raise = (more: object) =>
      changeSupplierRisk(
        context,
        commandOf(
          personWith('master_data_steward', ids.user('d.whitlock')),
          { supplier: 'TGD', riskScore: '99', reason: 'Audit of 3 October', version: Number(party?.version), ...more },
          randomUUID(),
        ),
      );
    await givenPolicy({ context }, 'reason_code_required', true);
    expect(await raise({})).toMatchObject({ violation: { code: 'reason-code.required', pointer: '/reasonCode' } });
    expect(await raise({ reasonCode: 'audit_result' })).toMatchObject({ ok: true });
    expect(await codesOf(String(party?.id))).toEqual([['supplier.risk_changed', 'supplier_risk', 'audit_result']]);
  });

  test('is bound by the signature under a decision, and stays with it', async () => {
    const proposed = await propose(context, dana, {
      ...{ subject: 'policy', key: 'supplier_risk_limit', scopeKind: 'global', scope: null, byLaw: false },
      ...{ lawReference: null, value: '60', effectiveFrom: null, expectedVersion: 1 },
      ...{ reason: 'Two findings this quarter', reasonCode: 'incident' },
    });
    if (!proposed.ok) throw new Error(proposed.violation.code);
    const { changeId } = proposed.value;
    expect(await decide(context, admin, changeId, 'approve', undefined, 'audit_finding')).toMatchObject({ ok: true });
    expect(await codesOf(changeId)).toEqual([
      ['policy_change.proposed', 'policy', 'incident'],
      ['policy_change.decided', 'policy', 'audit_finding'],
    ]);
    const [signed] = await database.sql`select statement from signatures where subject_id = ${changeId}`;
    expect(String(signed?.statement)).toContain('"reasonCode":"audit_finding"');
  });
});

test('the last code in use of a list stays in use, also of two that are taken out at once', async () => {
  await database.sql`update reason_codes set active = code in ('done', 'other') where list = 'task'`;
  const takeOut = async (code: string) => {
    const [row] = await database.sql`select * from reason_codes where list = 'task' and code = ${code}`;
    return await propose(context, dana, {
      ...{ subject: 'reason_code', list: 'task', code, label: String(row?.label), active: false },
      ...{ requiresNote: Boolean(row?.requires_note), expectedVersion: Number(row?.version) },
      reason: 'Nobody uses it any more',
    });
  };
  const proposals = [await takeOut('done'), await takeOut('other')];
  const changeIds = proposals.map((one) => (one.ok ? one.value.changeId : one.violation.code));
  const decided = await Promise.all(changeIds.map((id) => decide(context, admin, id, 'approve')));
  expect(decided.map(outcome).sort()).toEqual(['approved', 'reason-code.last-of-list']);
  expect(await database.sql`select 1 from reason_codes where list = 'task' and active`).toHaveLength(1);
});
