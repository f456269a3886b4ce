import type { Caller } from './caller.ts';
import {
  mayApprove,
  mayRecordResults,
  mayReject,
  mayReleaseUrgently,
  maySettleRelease,
  type Release,
} from './release-approval.ts';
import { mayExtendRelease, someLaterDate } from './release-extension.ts';
import { mayTakeBack } from './release-take-back.ts';
import type { Result } from './result.ts';
import type { RuleCode } from './rule-codes.ts';

/** What can be done with a release. */
export const releaseActions = [
  'record_results',
  'approve',
  'take_back_approval',
  'reject',
  'release_urgently',
  'extend',
  'settle_exception',
] as const;
export type ReleaseAction = (typeof releaseActions)[number];

/** An action as a page shows it: possible, or disabled with the reason. */
export type OfferedReleaseAction =
  | { action: ReleaseAction; allowed: true }
  | { action: ReleaseAction; allowed: false; code: RuleCode; reason: string };

export type ReleaseCircumstances = {
  /** Whether the caller's other duties allow each of these, as the table of duties says. */
  mayRelease: Result<void>;
  exceptionOpen: boolean;
  hasSpecification: boolean;
  now: Date;
  maxExtensionDays: number;
};

// Long enough: what a person will give as a reason is not known yet.
const reason = 'A reason given later';

/** Every action there is, for this caller and this release as it stands. */
export function offeredReleaseActions(
  caller: Caller,
  release: Release,
  { mayRelease, exceptionOpen, hasSpecification, now, maxExtensionDays: maxDays }: ReleaseCircumstances,
): OfferedReleaseAction[] {
  const terms = release.terms ?? { part: null, conditions: null };
  const { resultsVersion } = release;
  const answers: Record<ReleaseAction, () => Result<unknown>> = {
    record_results: () => both(mayRecordResults(caller, release), entering(hasSpecification)),
    approve: () => both(mayApprove(caller, release, { terms, resultsVersion }), mayRelease),
    take_back_approval: () => mayTakeBack(caller, release, { reason }),
    reject: () => mayReject(caller, release, { reason }),
    release_urgently: () => both(mayReleaseUrgently(caller, release, { reason }), mayRelease),
    extend: () => mayExtendRelease(caller, release, { until: someLaterDate(release.dueAt, now), reason, now, maxDays }),
    settle_exception: () => both(maySettleRelease(caller, release, { reason }), somethingIn(exceptionOpen)),
  };
  return releaseActions.map((action) => {
    const may = answers[action]();
    return may.ok
      ? { action, allowed: true }
      : { action, allowed: false, code: may.violation.code, reason: may.violation.message };
  });
}

const both = (first: Result<unknown>, second: Result<unknown>): Result<unknown> => (first.ok ? second : first);

const entering = (hasSpecification: boolean): Result<void> =>
  hasSpecification
    ? { ok: true, value: undefined }
    : {
        ok: false,
        violation: {
          code: 'specification.unknown',
          message: 'Its item had no specification when this opened: record an inspection of the lot',
        },
      };

const somethingIn = (exceptionOpen: boolean): Result<void> =>
  exceptionOpen
    ? { ok: true, value: undefined }
    : { ok: false, violation: { code: 'release.nothing-to-settle', message: 'Nothing is in the way' } };
