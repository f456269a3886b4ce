import type { z } from 'zod';
import type { disposalPage } from '#api/contracts/disposal-page.ts';
import type { DbOrTx } from '#db/connect.ts';
import { findDisposal, readDisposalHistory, readDisposalTasks } from '#db/queries/disposal-detail.ts';
import { readPoliciesFollowed } from '#db/queries/policies-followed.ts';
import { shownOfDestruction, shownOfDisposal } from '#db/queries/shown-disposal.ts';
import { seeingEverything } from '#db/queries/sight.ts';
import { readStockOfLots } from '#db/queries/stock-standing.ts';
import { authorize, type Caller, eachCategory } from '#domain/caller.ts';
import type { Disposal } from '#domain/disposal.ts';
import { type DisposalCircumstances, disposalDuties, offeredDisposalActions } from '#domain/disposal-actions.ts';
import { reaches } from '#domain/holds.ts';
import { add, canonical } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { DutySubject } from '#domain/segregation.ts';
import type { OperationContext } from '#operations/context.ts';
import { refuseMeeting } from '#operations/refuse-meeting.ts';
import { toSign } from '#operations/to-sign.ts';
import { type RecordedDisposal, recordedOf } from './disposal-record.ts';

type Page = z.input<typeof disposalPage>;
export type FoundDisposal = NonNullable<Awaited<ReturnType<typeof findDisposal>>>;
type Context = Pick<OperationContext, 'db' | 'clock'>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A disposal that this caller may read. One of every site concerns each of them. */
export async function findReadable(
  { db }: Context,
  caller: Caller,
  disposalId: string,
): Promise<Result<FoundDisposal>> {
  const found = await findDisposal(db, disposalId);
  if (!found) return refuse('disposal.unknown', `There is no disposal ${disposalId}`);
  const may = authorize(caller, 'disposal.read', { siteId: found.hold.siteId ?? undefined, category: eachCategory });
  return may.ok ? allow(found) : may;
}

/** Everything about a disposal, and what this caller may do with it. */
export async function showDisposal(context: Context, caller: Caller, disposalId: string): Promise<Result<Page>> {
  const readable = await findReadable(context, caller, disposalId);
  if (!readable.ok) return readable;
  const found = readable.value;
  const { disposal, hold, lot, item, site, origin } = found;
  const [recorded, tasks, history, standing] = await Promise.all([
    recordedOf(context, caller, found),
    readDisposalTasks(context.db, disposalId),
    readDisposalHistory(context.db, disposalId),
    seeingEverything(() => readStockOfLots(context.db, [lot.id])),
  ]);
  const inReach = standing.filter((stock) => reaches(hold, stock));
  const seen = inReach.filter(
    ({ siteId, ownerId }) => authorize(caller, 'lot.read', { siteId, entityId: ownerId, category: item.category }).ok,
  );
  const unseen = inReach.filter((stock) => !seen.includes(stock));
  const subjects = [
    { kind: 'disposal', id: disposalId },
    ...recorded.runs.map(({ id }) => ({ kind: 'destruction', id })),
  ];
  const policies = await readPoliciesFollowed(context.db, { subjects, case: disposal.policyIds });
  const now = context.clock.now();
  const over = disposal.state === 'closed' || disposal.state === 'withdrawn';
  const { runs, ...shown } = recorded.shown;
  return allow({
    ...shown,
    disposalId,
    number: disposal.number,
    version: disposal.version,
    state: disposal.state,
    overdue: !over && disposal.dueAt < now,
    openedAt: disposal.openedAt.toISOString(),
    dueAt: disposal.dueAt.toISOString(),
    remindedAt: iso(disposal.remindedAt),
    escalatedAt: iso(disposal.escalatedAt),
    closedAt: iso(disposal.closedAt),
    certificateNumber: disposal.certificateNumber,
    workflowId: disposal.workflowId,
    extensions: disposal.extensions,
    site: site?.code ?? null,
    timeZone: site?.timeZone ?? null,
    origin: {
      kind: disposal.originKind,
      id: disposal.originId,
      number: disposal.originNumber,
      state: origin?.state ?? null,
    },
    decision: {
      byId: disposal.decidedBy,
      byName: disposal.decidedByName,
      onBehalfOfName: disposal.decidedForName,
      at: disposal.decidedAt.toISOString(),
      reason: disposal.reason,
    },
    hold: { holdId: hold.id, number: hold.number, rule: hold.rule, reason: hold.reason },
    lot: { lotId: lot.id, lot: lot.code, item: item.code, itemName: item.name, baseUnit: item.baseUnit },
    witness: { required: disposal.witnessRequired, reason: disposal.witnessReason },
    stockInReach: seen.map((stock) => ({
      site: stock.siteCode,
      location: stock.locationCode,
      owner: stock.ownerCode,
      condition: stock.condition,
      quantity: canonical(stock.quantity),
    })),
    policies,
    stockElsewhere: add(...unseen.map(({ quantity }) => quantity)),
    destructions: runs.map((run) => ({ ...run, toSign: witnessSigns(found, recorded, run.destructionId) })),
    toSign: toSign(
      { kind: 'disposal', id: disposalId },
      shownOfDisposal({ row: disposal, lot: { code: lot.code, baseUnit: item.baseUnit }, runs: recorded.runs }),
      ['approval', 'responsibility'],
    ),
    tasks: tasks.map((task) => ({ ...task, taskId: task.id, dueAt: task.dueAt.toISOString() })),
    history: history.map((entry) => ({
      ...entry,
      at: entry.happenedAt.toISOString(),
      recordedAt: entry.recordedAt.toISOString(),
    })),
    actions: await actionsOf(context, caller, found, recorded, {
      ownerIds: [...new Set(inReach.map(({ ownerId }) => ownerId))],
      exceptionOpen: tasks.some(
        ({ kind, state }) => kind === 'settle_exception' && (state === 'open' || state === 'claimed'),
      ),
    }),
  });
}

/** What a witness signs of a run that waits for one. */
function witnessSigns({ disposal }: FoundDisposal, { runs, lines }: RecordedDisposal, destructionId: string) {
  const run = runs.find(({ id }) => id === destructionId);
  if (run?.state !== 'awaiting_witness') return null;
  const shown = shownOfDestruction(disposal.number, run, lines.get(run.id) ?? []);
  return toSign({ kind: 'destruction', id: run.id }, shown, ['responsibility']);
}

async function actionsOf(
  { db }: Context,
  caller: Caller,
  { disposal, hold, lot, item }: FoundDisposal,
  { approvals, runs }: RecordedDisposal,
  { ownerIds, exceptionOpen }: { ownerIds: readonly string[]; exceptionOpen: boolean },
): Promise<Page['actions']> {
  const subject = { lotIds: [lot.id], caseKind: disposal.originKind, caseId: disposal.originId };
  const asRulesSee: Disposal = {
    number: disposal.number,
    state: disposal.state,
    scope: { siteId: hold.siteId, category: item.category },
    ownerIds,
    approvalsNeeded: disposal.approvalsNeeded,
    approvedBy: approvals.map(({ approvedBy, approvedFor }) => [
      approvedBy,
      ...(approvedFor === null ? [] : [approvedFor]),
    ]),
    destructions: runs,
  };
  return offeredDisposalActions(caller, asRulesSee, {
    apart: await apartOf(db, caller, subject),
    exceptionOpen,
    dueAt: disposal.dueAt,
  });
}

async function apartOf(db: DbOrTx, caller: Caller, subject: DutySubject): Promise<DisposalCircumstances['apart']> {
  const asked = disposalDuties.map(
    async (duty) => [duty, await refuseMeeting(db, caller, { duty, ...subject })] as const,
  );
  // One entry for each of the duties.
  return Object.fromEntries(await Promise.all(asked)) as DisposalCircumstances['apart'];
}
