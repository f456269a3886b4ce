import { authorize, type Caller, type Scope } from './caller.ts';
import type { PolicyKey, PolicyScopeKind } from './policies.ts';
import { hasReason } from './quarantine-review.ts';
import type { ReasonCode } from './reason-codes.ts';
import { allow, type Result, refuse } from './result.ts';
import type { Right } from './rights.ts';

/** What two people change together: a policy, a word of a governed list, the end of a legal hold. */
export const policyChangeSubjects = ['policy', 'reason_code', 'legal_hold_release'] as const;
export type PolicyChangeSubject = (typeof policyChangeSubjects)[number];

export const policyChangeStates = ['proposed', 'approved', 'rejected', 'withdrawn', 'expired'] as const;
export type PolicyChangeState = (typeof policyChangeStates)[number];

/**
 * A policy's next version. Without a value the scope has none of its own from then on, and what is set for wider ones holds.
 * Without an instant it takes effect when it is approved; so does one whose instant has passed by then.
 */
export type ProposedPolicy = {
  subject: 'policy';
  key: PolicyKey;
  scopeKind: PolicyScopeKind;
  scopeKey: string | null;
  /** The code or word by which people know the scope. */
  scope: string | null;
  byLaw: boolean;
  lawReference: string | null;
  value: string | boolean | string[] | null;
  effectiveFrom: string | null;
};

export type ProposedReasonCode = { subject: 'reason_code' } & ReasonCode;

export type ProposedRelease = { subject: 'legal_hold_release'; legalHoldId: string; number: string };

export type ProposedChange = ProposedPolicy | ProposedReasonCode | ProposedRelease;

/** One word for what is changed, so that two open proposals of the same are found out. */
export function subjectOf(change: ProposedChange): string {
  switch (change.subject) {
    case 'policy': {
      const owner = change.byLaw ? 'law' : 'own';
      return ['policy', change.key, change.scopeKind, change.scopeKey ?? '', owner].join(':');
    }
    case 'reason_code':
      return ['reason_code', change.list, change.code].join(':');
    case 'legal_hold_release':
      return ['legal_hold', change.legalHoldId].join(':');
  }
}

/** What it changes, as a title says it. */
export function titleOf(change: ProposedChange): string {
  switch (change.subject) {
    case 'policy':
      return `${change.key} for ${change.scope ?? 'everything'}${change.byLaw ? ', by law' : ''}`;
    case 'reason_code':
      return `reason code ${change.list} ${change.code}`;
    case 'legal_hold_release':
      return `release of legal hold ${change.number}`;
  }
}

/** The right to propose each kind. Approving is one right for all: it is the second person's. */
export const rightToPropose: Record<PolicyChangeSubject, Right> = {
  policy: 'policy.propose',
  reason_code: 'policy.propose',
  legal_hold_release: 'legal-hold.release',
};

/** A change as its rules need it. */
export type PolicyChange = {
  state: PolicyChangeState;
  subjectKind: PolicyChangeSubject;
  proposedBy: string;
  scope: Scope;
  decidedByName: string | null;
  decidedAt: Date | null;
};

export function mayPropose(
  caller: Caller,
  { subject, scope, reason }: { subject: PolicyChangeSubject; scope: Scope; reason: string },
): Result<void> {
  const person = asPerson(caller, 'proposes it');
  if (!person.ok) return person;
  const entitled = authorize(caller, rightToPropose[subject], scope);
  return entitled.ok ? hasReason(reason) : entitled;
}

/** May this caller put it in force? An open proposal, the right where it takes effect, and never by who proposed it. */
function mayApprove(caller: Caller, change: PolicyChange, reason: string): Result<void> {
  const entitled = mayJudge(caller, change);
  if (!entitled.ok) return entitled;
  return caller.id === change.proposedBy
    ? refuse('policy-change.second-person-required', 'You proposed this, so somebody else approves it')
    : hasReason(reason);
}

/** May this caller turn it down? Who proposed it withdraws it instead. */
function mayReject(caller: Caller, change: PolicyChange, reason: string): Result<void> {
  const entitled = mayJudge(caller, change);
  if (!entitled.ok) return entitled;
  if (caller.id === change.proposedBy)
    return refuse('policy-change.second-person-required', 'You proposed this: withdraw it instead');
  return hasReason(reason);
}

/** May this caller take it back? Only who proposed it. */
function mayWithdraw(caller: Caller, change: PolicyChange, reason: string): Result<void> {
  const open = isProposed(change);
  if (!open.ok) return open;
  if (caller.id !== change.proposedBy)
    return refuse('policy-change.not-yours', 'Only who proposed it withdraws it; you may reject it');
  return hasReason(reason);
}

function mayJudge(caller: Caller, change: PolicyChange): Result<void> {
  const person = asPerson(caller, 'decides about it');
  if (!person.ok) return person;
  const entitled = authorize(caller, 'policy.approve', change.scope);
  return entitled.ok ? isProposed(change) : entitled;
}

/** Who comes second learns who decided, what and when. */
export function isProposed({
  state,
  decidedByName,
  decidedAt,
}: Pick<PolicyChange, 'state' | 'decidedByName' | 'decidedAt'>): Result<void> {
  if (state === 'proposed') return allow(undefined);
  const by = decidedByName && decidedAt ? ` by ${decidedByName} at ${decidedAt.toISOString()}` : '';
  return refuse('policy-change.already-decided', `This change was ${state}${by}`);
}

const asPerson = (caller: Caller, does: string): Result<void> =>
  caller.kind === 'person'
    ? allow(undefined)
    : refuse('policy-change.second-person-required', `A person ${does}, not a system with a key`);

/** What a person can do with a proposal. */
export const policyChangeDecisions = ['approve', 'reject', 'withdraw'] as const;
export type PolicyChangeDecision = (typeof policyChangeDecisions)[number];

const rules = { approve: mayApprove, reject: mayReject, withdraw: mayWithdraw } as const;

/** May this caller decide so, about an open proposal, with this reason? */
export const mayDecideChange = (
  caller: Caller,
  change: PolicyChange,
  { decision, reason }: { decision: PolicyChangeDecision; reason: string },
): Result<void> => rules[decision](caller, change, reason);

/** What each decision makes of a proposal. */
export const stateAfter = {
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'withdrawn',
} as const satisfies Record<PolicyChangeDecision, PolicyChangeState>;

// Long enough: what a person will give as a reason is not known yet.
const someReason = 'A reason given later';

/** Every decision there is, as a page shows it to this caller: possible, or disabled with the reason. */
export const offeredPolicyChangeDecisions = (caller: Caller, change: PolicyChange) =>
  policyChangeDecisions.map((decision) => {
    const may = mayDecideChange(caller, change, { decision, reason: someReason });
    return may.ok
      ? { action: decision, allowed: true as const }
      : { action: decision, allowed: false as const, code: may.violation.code, reason: may.violation.message };
  });
