import type { z } from 'zod';
import type { releasePage } from '#api/contracts/release-approval-page.ts';
import { readHistoryOf, readTasksOf } from '#db/queries/case-record.ts';
import { readPoliciesFollowed } from '#db/queries/policies-followed.ts';
import { readReleaseEvidence } from '#db/queries/release-evidence.ts';
import { seeingEverything } from '#db/queries/sight.ts';
import { holdsOn, readActiveHolds } from '#db/queries/stock-standing.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { countOf } from '#domain/policy-values.ts';
import { canonical } from '#domain/quantity.ts';
import { offeredReleaseActions } from '#domain/release-actions.ts';
import { isReleaseOver } from '#domain/release-approval.ts';
import { allow, type Result } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { readPolicyBook } from '#operations/policy-book.ts';
import { refuseMeeting } from '#operations/refuse-meeting.ts';
import {
  dutiesOfRelease,
  policyScopeOfRelease,
  type ReleaseCase,
  readReleaseCase,
  shownOfRelease,
  unknownRelease,
} from '#operations/release-case.ts';
import { toSign } from '#operations/to-sign.ts';
import { papersOfRelease } from './release-approval-papers.ts';

type Page = z.input<typeof releasePage>;
type Context = Pick<OperationContext, 'db' | 'clock'>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Everything that somebody who decides about a release looks at, and what this caller may do about it. */
export async function showRelease(context: Context, caller: Caller, releaseId: string): Promise<Result<Page>> {
  const { db, clock } = context;
  const found = await readReleaseCase(db, releaseId, clock.now());
  if (!found) return unknownRelease(releaseId);
  const may = authorize(caller, 'release.read', found.release.scope);
  if (!may.ok) return may;
  // First, so that what is signed for is never newer than what is shown.
  const evidence = await seeingEverything(() => readReleaseEvidence(db, found.row));
  const subject = { kind: 'release_approval', id: releaseId };
  const [papers, policies, tasks, history, mayRelease, active, book] = await Promise.all([
    papersOfRelease(context, caller, found),
    readPoliciesFollowed(db, { subjects: [subject], case: found.row.policyIds }),
    readTasksOf(db, subject),
    readHistoryOf(db, subject),
    mayReleaseBeside(context, caller, found),
    readActiveHolds(db, [found.row.lotId]),
    readPolicyBook(db, clock.now(), ['release_extension_max_days']),
  ]);
  const exceptionOpen = tasks.some(
    ({ kind, state }) => kind === 'settle_exception' && (state === 'open' || state === 'claimed'),
  );
  return allow({
    ...headOf(found, clock.now()),
    ...resultsOf(found),
    ...papers,
    policies,
    waitingStock: found.waitingStock.map((stock) => ({
      location: stock.locationCode,
      quantity: canonical(stock.quantity),
      heldBy: holdsOn(active, stock).map(({ number }) => number),
    })),
    tasks: tasks.map((task) => ({ ...task, taskId: task.id, dueAt: task.dueAt.toISOString() })),
    history: history.map((entry) => ({
      ...entry,
      at: entry.happenedAt.toISOString(),
      recordedAt: entry.recordedAt.toISOString(),
    })),
    toSign: toSign(subject, shownOfRelease(found, evidence), ['approval', 'authorship', 'review']),
    actions: offeredReleaseActions(caller, found.release, {
      mayRelease,
      exceptionOpen,
      hasSpecification: found.specification !== null,
      now: clock.now(),
      maxExtensionDays: countOf(book.read('release_extension_max_days', policyScopeOfRelease(found)).value),
    }),
  });
}

/** Whether what this caller did with the lot before allows them to release it. */
async function mayReleaseBeside({ db }: Context, caller: Caller, found: ReleaseCase): Promise<Result<void>> {
  const subject = dutiesOfRelease(found);
  const released = await refuseMeeting(db, caller, { duty: 'released', ...subject });
  return released.ok && found.approvals.length > 0
    ? await refuseMeeting(db, caller, { duty: 'approved_second', ...subject })
    : released;
}

function headOf({ row, lot, item, site, owner, hold, review, ...found }: ReleaseCase, now: Date) {
  return {
    releaseId: row.id,
    number: row.number,
    version: row.version,
    state: row.state,
    overdue: !isReleaseOver(row.state) && row.dueAt < now,
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    remindedAt: iso(row.remindedAt),
    escalatedAt: iso(row.escalatedAt),
    extensions: row.extensions,
    closedAt: iso(row.closedAt),
    workflowId: row.workflowId,
    timeZone: site.timeZone,
    site: site.code,
    owner: owner.code,
    lot: {
      ...lot,
      lotId: lot.id,
      lot: lot.code,
      item: item.code,
      itemName: item.name,
      category: item.category,
      baseUnit: item.baseUnit,
    },
    waiting: found.waiting,
    heldBy: [...found.heldBy],
    limit: found.limit && { limitId: found.limit.id, ...found.limit.conditions },
    terms: row.terms,
    approvals: { needed: row.approvalsNeeded, inOrder: row.approvalsInOrder, given: found.approvals },
    decisions: found.decisions.map((one) => ({
      ...one,
      byName: one.decidedByName,
      at: one.decidedAt.toISOString(),
      until: iso(one.until),
      signature: one.signature && {
        ...one.signature,
        at: one.signature.signedAt.toISOString(),
      },
    })),
    hold: hold && {
      holdId: hold.holdId,
      number: hold.number,
      reviewId: review?.reviewId ?? null,
      reviewNumber: review?.reviewNumber ?? null,
    },
  };
}

const resultsOf = ({ row, specification, judgement, entered, counting }: ReleaseCase) => ({
  specification: specification && {
    version: specification.version,
    characteristics: specification.characteristics.map((one) => ({ ...one, allowed: one.allowed && [...one.allowed] })),
  },
  samplingLevel: row.samplingLevel,
  samples: row.samples,
  outcome: row.outcome,
  resultsVersion: row.resultsVersion,
  nonconformingSamples: judgement?.nonconformingSamples ?? 0,
  missing: judgement?.missing ?? [],
  results: entered.map((one) => ({
    ...one,
    counts: counting.includes(one),
    happenedAt: one.happenedAt.toISOString(),
    sampledAt: iso(one.sampledAt),
    recordedAt: one.recordedAt.toISOString(),
  })),
});
