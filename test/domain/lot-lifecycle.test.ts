import { describe, expect, test } from 'vitest';
import { stockStates } from '#domain/conditions.ts';
import { type LotAction, lotActions, lotEvidence } from '#domain/lot-actions.ts';
import { allowedActions, demandsOf, nextCondition, type Standing, type StockFacts } from '#domain/lot-lifecycle.ts';
import { lotTransitions } from '#domain/lot-transitions.ts';
import { codeOf } from './refusal.ts';

const free: StockFacts = { held: false, reserved: false, recordComplete: true, inspectionWaived: false };
const held = { ...free, held: true };
const reserved = { ...free, reserved: true };
const proven = { evidence: lotEvidence };

/** What every act leads to from every standing: a standing, `held` or, where nothing is written, not allowed. */
const outcomes: readonly [
  name: string,
  from: Standing,
  facts: StockFacts,
  acts: Partial<Record<LotAction, Standing | 'held'>>,
][] = [
  ['expected', 'expected', free, { receive: 'received' }],
  [
    'received',
    'received',
    free,
    { complete_record: 'pending_inspection', put_away: 'pending_inspection', move: 'received', hold: 'received' },
  ],
  [
    'pending inspection',
    'pending_inspection',
    free,
    { move: 'pending_inspection', release: 'approved', release_urgently: 'approved', hold: 'pending_inspection' },
  ],
  ['approved', 'approved', free, { move: 'approved', hold: 'approved', allocate: 'approved' }],
  ['allocated', 'approved', reserved, { hold: 'approved', pick: 'approved', ship: 'shipped' }],
  [
    'returned',
    'returned',
    free,
    {
      move: 'returned',
      hold: 'returned',
      restock: 'approved',
      dispose: 'disposed',
      return_to_supplier: 'with_supplier',
    },
  ],
  [
    'quarantined on the dock',
    'received',
    held,
    {
      complete_record: 'held',
      put_away: 'held',
      move: 'received',
      hold: 'received',
      lift: 'received',
      dispose: 'disposed',
      return_to_supplier: 'with_supplier',
    },
  ],
  [
    'quarantined before inspection',
    'pending_inspection',
    held,
    {
      move: 'pending_inspection',
      release: 'held',
      release_urgently: 'held',
      hold: 'pending_inspection',
      lift: 'pending_inspection',
      dispose: 'disposed',
      return_to_supplier: 'with_supplier',
    },
  ],
  [
    'quarantined after approval',
    'approved',
    held,
    {
      move: 'approved',
      hold: 'approved',
      lift: 'approved',
      allocate: 'held',
      dispose: 'disposed',
      return_to_supplier: 'with_supplier',
    },
  ],
  [
    'quarantined with a reservation not yet released',
    'approved',
    { ...held, reserved: true },
    {
      move: 'approved',
      hold: 'approved',
      lift: 'approved',
      pick: 'held',
      ship: 'held',
      dispose: 'disposed',
      return_to_supplier: 'with_supplier',
    },
  ],
  [
    'quarantined after return',
    'returned',
    held,
    {
      move: 'returned',
      hold: 'returned',
      lift: 'returned',
      restock: 'held',
      dispose: 'disposed',
      return_to_supplier: 'with_supplier',
    },
  ],
  ['shipped', 'shipped', free, { deliver: 'shipped', return: 'returned' }],
  ['disposed', 'disposed', free, {}],
  ['back with the supplier', 'with_supplier', free, {}],
];

describe.each(outcomes)('stock that is %s', (_, from, facts, acts) => {
  test.each(lotActions)('%s leads where the lifecycle says, or is refused', (action) => {
    const result = nextCondition(from, action, { ...facts, ...proven });
    const expected = acts[action];
    if (expected === undefined) expect(codeOf(result)).toBe('lot.transition-not-allowed');
    else if (expected === 'held') expect(codeOf(result)).toBe('stock.held');
    else expect(result).toEqual({ ok: true, value: expected });
  });

  test('a page offers exactly the possible acts, and says why not for the others', () => {
    for (const offered of allowedActions(from, facts)) {
      expect(offered.allowed).toBe(nextCondition(from, offered.action, { ...facts, ...proven }).ok);
      if (!offered.allowed) expect(offered.reason).toContain(offered.action.replaceAll('_', ' '));
    }
  });
});

describe('the lifecycle', () => {
  test('covers every state people see', () => {
    const named = new Set(Object.values(lotTransitions).flatMap(({ from, to }) => [...from, to]));
    for (const state of stockStates) expect(named).toContain(state);
  });

  test.each(
    lotActions.flatMap((action) => lotTransitions[action].evidence.map((evidence) => [action, evidence] as const)),
  )('%s without its %s is refused', (action, missing) => {
    const row = outcomes.find(([, , , acts]) => acts[action] !== undefined && acts[action] !== 'held');
    if (!row) throw new Error(`No standing allows ${action}`);
    const [, from, facts] = row;
    const evidence = lotEvidence.filter((kind) => kind !== missing);
    const result = nextCondition(from, action, { ...facts, evidence });
    expect(codeOf(result)).toBe('lot.transition-not-allowed');
    expect(JSON.stringify(result)).toContain(missing.replaceAll('_', ' '));
  });

  test('inspection waived leads straight to approved; an incomplete record stays received wherever it is put', () => {
    const putAway = (facts: StockFacts) => nextCondition('received', 'put_away', { ...facts, ...proven });
    expect(putAway({ ...free, inspectionWaived: true })).toEqual({ ok: true, value: 'approved' });
    expect(putAway({ ...free, recordComplete: false, inspectionWaived: true })).toEqual({
      ok: true,
      value: 'received',
    });
  });

  test('held stock moves only with a right and a reason of its own', () => {
    expect(demandsOf('move', held)).toEqual({ right: 'stock.move-held', evidence: ['storage_location', 'reason'] });
    expect(demandsOf('move', free)).toEqual({ right: 'stock.move', evidence: ['storage_location'] });
    expect(codeOf(nextCondition('approved', 'move', { ...held, evidence: ['storage_location'] }))).toBe(
      'lot.transition-not-allowed',
    );
  });
});
