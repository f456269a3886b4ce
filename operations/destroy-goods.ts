import type { Tx } from '#db/connect.ts';
import { destructionLines, destructions } from '#db/schema/destructions.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { mayDestroy } from '#domain/disposal.ts';
import { withinApproved } from '#domain/disposal-account.ts';
import type { DestroyGoodsInput, DisposalAnswer } from '#domain/disposal-steps.ts';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { add } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { blockDestruction } from './block-destruction.ts';
import { bookDestruction } from './book-destruction.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { readDisposalAccount } from './disposal-account.ts';
import {
  auditOfDisposal,
  type DisposalCase,
  dutySubjectOfDisposal,
  readDisposal,
  subjectOfDisposal,
} from './disposal-case.ts';
import { addDisposalTasks } from './disposal-tasks.ts';
import { insertRows } from './insert-rows.ts';
import { readPolicyBook } from './policy-book.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import { type ResolvedStock, resolveDisposalLines } from './resolve-disposal-lines.ts';
import type { Answer } from './run-command.ts';
import { standsUnrecorded } from './stands-unrecorded.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Records that goods were destroyed: all of them, or a part in one of several runs. With a witness it is booked when the
 * witness has signed, without one at once. What is recorded stands where it is said to, and was approved.
 */
export function destroyGoods(
  context: OperationContext,
  command: Command<DestroyGoodsInput>,
): Promise<Answer<DisposalAnswer>> {
  const { input } = command;
  return takeDisposalStep(context, 'destroy-goods', command, async (tx, actor, disposalCase) => {
    const may = mayDestroy(actor.caller, disposalCase.disposal);
    if (!may.ok) return may;
    const subject = dutySubjectOfDisposal(disposalCase);
    const apart = await refuseMeeting(tx, actor.caller, { duty: 'destroyed', ...subject });
    if (!apart.ok) return apart;
    const lines = await resolveDisposalLines(tx, disposalCase, input.lines, (index) => `/lines/${index}`);
    if (!lines.ok) return lines;
    const entitled = mayForLines(actor.caller, disposalCase, lines.value);
    if (!entitled.ok) return entitled;
    const times = await readTimes(tx, context, disposalCase, input);
    if (!times.ok) return times;
    const fits = await fitsWhatIsThere(tx, disposalCase, lines.value);
    if (!fits.ok) return fits;

    await recordDuty(tx, actor, { duty: 'destroyed', ...subject, at: context.clock.now() });
    const id = await writeRun(tx, context, actor, disposalCase, { input, lines: lines.value, ...times.value });
    if (disposalCase.row.witnessRequired) {
      await askWitness(tx, context, actor, disposalCase);
      return unhindered;
    }
    const written = await readDisposal(tx, disposalCase.row.id);
    const run = written.runs.find((one) => one.id === id);
    if (!run) throw new Error(`Run ${id} was written and is not there`);
    const booked = await bookDestruction(tx, context, actor, written, run);
    if (booked.ok) return unhindered;
    // Goods that are gone are recorded as such, whatever the books say (law 7).
    await blockDestruction(tx, context, actor, written, run, booked.violation);
    return allow({ obstacle: booked.violation });
  });
}

/** Whoever destroys has the right at each place, for each owner. */
function mayForLines(caller: Caller, { lot }: DisposalCase, lines: readonly ResolvedStock[]): Result<void> {
  const scopes = lines.map(({ siteId, ownerId }) => ({ siteId, entityId: ownerId, category: lot.category }));
  return scopes.map((scope) => authorize(caller, 'disposal.destroy', scope)).find((may) => !may.ok) ?? allow(undefined);
}

async function readTimes(
  tx: Tx,
  { clock }: OperationContext,
  { lot, hold }: DisposalCase,
  { startedAt, happenedAt }: DestroyGoodsInput,
): Promise<Result<{ startedAt: Date; happenedAt: Date }>> {
  const now = clock.now();
  const book = await readPolicyBook(tx, now, ['late_report_window_days']);
  const scope = { itemId: lot.itemId, category: lot.category, siteId: hold.siteId };
  const windowDays = book.read('late_report_window_days', scope).value;
  const ended = parseHappenedAt(happenedAt, { now, windowDays });
  if (!ended.ok) return ended;
  const began = startedAt === undefined ? ended.value : new Date(startedAt);
  // A destruction that came before its approval is recorded all the same (law 7); its certificate says so.
  return began <= ended.value
    ? allow({ startedAt: began, happenedAt: ended.value })
    : refuse('date.impossible', 'It began after it ended', '/startedAt');
}

/** Against what was approved, and against what stands there less what other runs have recorded and nobody booked yet. */
async function fitsWhatIsThere(
  tx: Tx,
  disposalCase: DisposalCase,
  lines: readonly ResolvedStock[],
): Promise<Result<void>> {
  const { row, lot } = disposalCase;
  const account = await readDisposalAccount(tx, row);
  const total = add(...lines.map(({ quantity }) => quantity));
  const approved = withinApproved(account, total, lot.baseUnit);
  if (!approved.ok) return approved;
  return await standsUnrecorded(tx, disposalCase, lines);
}

async function writeRun(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  run: { input: DestroyGoodsInput; lines: readonly ResolvedStock[]; startedAt: Date; happenedAt: Date },
): Promise<string> {
  const { row, runs } = disposalCase;
  const id = context.newId();
  const { disposalId: _disposal, lines: _lines, ...stated } = run.input;
  const number = runs.length + 1;
  await tx.insert(destructions).values({
    ...stated,
    id,
    disposalId: row.id,
    run: number,
    state: 'awaiting_witness',
    startedAt: run.startedAt,
    happenedAt: run.happenedAt,
    recordedAt: context.clock.now(),
    recordedBy: actor.caller.id,
    recordedByName: actor.caller.name,
    recordedFor: actor.caller.onBehalfOf?.id,
    recordedForName: actor.caller.onBehalfOf?.name,
  });
  await insertRows(
    tx,
    destructionLines,
    run.lines.map(({ locationId, ownerId, condition, quantity, statedQuantity, statedUnit }, index) => ({
      ...{ destructionId: id, line: index + 1 },
      ...{ locationId, ownerId, condition, quantity, statedQuantity, statedUnit },
    })),
  );
  await changeDisposal(tx, row.id, {});
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.goods_destroyed',
      happenedAt: run.happenedAt,
      reason: run.input.note,
      after: { number: row.number, run: number, ...run.input, startedAt: run.startedAt.toISOString() },
    },
  ]);
  return id;
}

async function askWitness(
  tx: Tx,
  context: OperationContext,
  { caller }: Actor,
  disposalCase: DisposalCase,
): Promise<void> {
  const { row, runs } = disposalCase;
  await addDisposalTasks(tx, context, disposalCase, [
    {
      kind: 'witness_destruction',
      title: `Witness the destruction of ${subjectOfDisposal(disposalCase)} (run ${runs.length + 1})`,
      detail: `${caller.name} recorded it for ${row.number}; nothing is booked before a witness has signed`,
      dueAt: row.dueAt,
    },
  ]);
}
