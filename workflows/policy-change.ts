import {
  allHandlersFinished,
  CancellationScope,
  condition,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { PolicyChangeActivities } from '#activities/policy-changes.ts';
import { isProposed } from '#domain/policy-change.ts';
import type { DecideChangeInput, PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import type { CaseRequest, PolicyChangeInput } from '#domain/processes.ts';
import { refuse } from '#domain/result.ts';
import { orFail } from './or-fail.ts';
import { decideChangeUpdate, policyChangeQuery, wellFormed } from './policy-change.messages.ts';
import { waitFor } from './wait-for.ts';

/** A person waits for it: it gives up after some tries, is reported, and may be asked for again. */
const { decidePolicyChange } = proxyActivities<PolicyChangeActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});
/** Nobody waits for these: they are tried until the database is there, and people are heard in between. */
const rules = proxyLocalActivities<PolicyChangeActivities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '1 second',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

const gaveUp = 'A decision could not be carried out although it was tried several times; it may be asked for again';
const stopped = 'The engine was asked to cancel this proposal. It stays open: reject or withdraw it instead';

/** Keeps a proposal in people's minds until a second person has decided about it, or it lapses. */
export async function policyChange(input: PolicyChangeInput): Promise<PolicyChangeStanding | undefined> {
  const { changeId } = input;
  let standing: PolicyChangeStanding | undefined;
  let stopAsked = false;

  setHandler(policyChangeQuery, () => standing);
  setHandler(decideChangeUpdate, (request) => CancellationScope.nonCancellable(() => decide(request)), {
    validator: (request) => {
      orFail(wellFormed(request, changeId), request.attempt);
      orFail(isProposed(asDecided(standing)), request.attempt);
    },
  });
  CancellationScope.current().cancelRequested.catch(() => {
    stopAsked = true;
  });

  // A workflow that stopped would leave a proposal that lapses never: a request to cancel is reported, not obeyed.
  return await CancellationScope.nonCancellable(async () => {
    const remind = () => rules.remindPolicyApprovers({ changeId, what: 'remind' });
    const escalate = () => rules.remindPolicyApprovers({ changeId, what: 'escalate' });
    for (const [what, at, meet] of [
      ['remind', input.remindAt, remind],
      ['escalate', input.escalateAt, escalate],
      ['expire', input.expireAt, () => rules.closePolicyChange({ changeId })],
    ] as const)
      if (!(await decidedBefore(at, what))) learn(orFail(await meet()));
    await condition(allHandlersFinished);
    return standing;
  });

  async function decidedBefore(at: string, what: string): Promise<boolean> {
    while (await waitFor(() => isOver() || stopAsked, at, what)) {
      if (isOver()) return true;
      stopAsked = false;
      await report('stop', stopped);
    }
    return false;
  }

  async function decide(request: CaseRequest<DecideChangeInput>): Promise<PolicyChangeStanding> {
    const answer = await decidePolicyChange(request).catch(async () => {
      await report(request.commandId, gaveUp);
      return refuse('engine.unavailable', gaveUp);
    });
    if (answer.ok) learn(answer.value);
    return orFail(answer, request.attempt ?? request.requestId);
  }

  async function report(about: string, message: string): Promise<void> {
    learn(orFail(await rules.raisePolicyChangeException({ changeId, about, message })));
  }

  function isOver(): boolean {
    return standing !== undefined && standing.state !== 'proposed';
  }

  function learn(told: PolicyChangeStanding): void {
    if (standing && told.version < standing.version) return;
    if (told.state !== (standing?.state ?? 'proposed'))
      upsertSearchAttributes([{ key: { name: 'HoldfastState', type: 'KEYWORD' }, value: told.state }]);
    standing = told;
    setCurrentDetails(`**${told.state}**. Lapses at ${input.expireAt} unless somebody decides.`);
  }
}

const asDecided = (standing: PolicyChangeStanding | undefined) => ({
  state: standing?.state ?? 'proposed',
  decidedByName: standing?.decision?.byName ?? null,
  decidedAt: standing?.decision ? new Date(standing.decision.at) : null,
});
