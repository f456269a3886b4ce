import { type Condition, conditions, stateOf } from './conditions.ts';
import { type LotAction, type LotEvidence, lotActions } from './lot-actions.ts';
import { lotTransitions } from './lot-transitions.ts';
import { allow, type Result, refuse } from './result.ts';
import type { Right } from './rights.ts';
import type { RuleCode } from './rule-codes.ts';

/** Where stock can be that has no condition: not here yet, or gone. */
export const whereabouts = ['expected', 'shipped', 'disposed', 'with_supplier'] as const;
export type Standing = Condition | (typeof whereabouts)[number];

/** What the rules know about the stock beside its condition. */
export type StockFacts = {
  held: boolean;
  reserved: boolean;
  /** No task about its receipt is open that keeps the record incomplete. */
  recordComplete: boolean;
  /** The item asks for no inspection, or policy waives it. */
  inspectionWaived: boolean;
};

/**
 * Where an act leads from here, on the evidence presented; `unchanged` acts answer where it was. Put-away before the
 * record is complete moves the goods and leaves them received. `stock.held` where only a hold forbids it.
 */
export function nextCondition(
  from: Standing,
  action: LotAction,
  facts: StockFacts & { evidence: readonly LotEvidence[] },
): Result<Standing> {
  const possible = isPossible(from, action, facts);
  if (!possible.ok) return possible;
  const missing = demandsOf(action, facts).evidence.filter((needed) => !facts.evidence.includes(needed));
  if (missing.length > 0)
    return refuse('lot.transition-not-allowed', `"${words(action)}" rests on: ${missing.map(words).join(', ')}`);
  const { to } = lotTransitions[action];
  if (to === 'unchanged') return allow(from);
  if (to !== 'inspection') return allow(to);
  if (!facts.recordComplete) return allow(from);
  return allow(facts.inspectionWaived ? 'approved' : 'pending_inspection');
}

/** Who may trigger an act on such stock, and what it has to rest on. */
export function demandsOf(
  action: LotAction,
  { held }: Pick<StockFacts, 'held'>,
): { right: Right; evidence: readonly LotEvidence[] } {
  const { right, evidence, whenHeld } = lotTransitions[action];
  return held && whenHeld
    ? { right: whenHeld.right, evidence: [...evidence, ...whenHeld.evidence] }
    : { right, evidence };
}

/** An act as a page shows it: possible with what it takes, or disabled with the reason. */
export type OfferedAction =
  | { action: LotAction; allowed: true; right: Right; evidence: readonly LotEvidence[] }
  | { action: LotAction; allowed: false; code: RuleCode; reason: string };

/** Every act there is, for stock that stands like this. */
export const allowedActions = (from: Standing, facts: StockFacts): readonly OfferedAction[] =>
  lotActions.map((action) => {
    const possible = isPossible(from, action, facts);
    return possible.ok
      ? { action, allowed: true, ...demandsOf(action, facts) }
      : { action, allowed: false, code: possible.violation.code, reason: possible.violation.message };
  });

function isPossible(from: Standing, action: LotAction, facts: StockFacts): Result<void> {
  const listed = lotTransitions[action].from;
  const state = shownState(from, facts);
  if (listed.some((allowed) => allowed === state)) return allow(undefined);
  // Beneath the hold it would be allowed: then the hold is what to look at.
  const beneath = shownState(from, { ...facts, held: false });
  return state === 'quarantined' && listed.some((allowed) => allowed === beneath)
    ? refuse('stock.held', `This stock is held: "${words(action)}" waits until every hold on it is lifted`)
    : refuse('lot.transition-not-allowed', `Stock that is ${words(state)} cannot be put through "${words(action)}"`);
}

const shownState = (from: Standing, { held, reserved }: Pick<StockFacts, 'held' | 'reserved'>) => {
  const condition = conditions.find((known) => known === from);
  return condition ? stateOf({ condition, held, reserved }) : from;
};

const words = (name: string): string => name.replaceAll('_', ' ');
