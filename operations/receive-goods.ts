import type { Tx } from '#db/connect.ts';
import { readCertificatesOfLots, readLotsAtReceipt } from '#db/queries/lots-at-receipt.ts';
import { type KnownNames, lockExpectations, readReceivingNames } from '#db/queries/receiving-names.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { readActiveHolds } from '#db/queries/stock-standing.ts';
import { authorize } from '#domain/caller.ts';
import { checkReceipt } from '#domain/receipt-check.ts';
import { type ReceiptFindings, receiptPolicyKeys } from '#domain/receipt-facts.ts';
import { allow, type Result, refuse, refuseAll } from '#domain/result.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { lockLots } from './lock-lots.ts';
import { readPolicyBook } from './policy-book.ts';
import { receiptAnswer, receiptAudit } from './receive-goods-answer.ts';
import type { ReceivedGoods, ReceiveGoods } from './receive-goods-command.ts';
import { factsOf, itemOf, type LotsOnRecord, namesIn, noLotsOnRecord, policyScopeOf } from './receive-goods-facts.ts';
import { followDefects } from './receive-goods-follow-up.ts';
import { completeLots, type LandingLine, takeLots } from './receive-goods-lots.ts';
import { furtherProblems, statedTime } from './receive-goods-problems.ts';
import { type Landing, papersOf, writeReceipt } from './receive-goods-rows.ts';
import { type Answer, runCommand } from './run-command.ts';
import { settleAnnouncedCertificates } from './settle-announced-certificates.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';
import { writeCertificates } from './write-certificates.ts';

/**
 * Books a delivery on the dock: lots, movement, receipt, papers, and for each defect a task or a hold with its review, in
 * one transaction of a number of statements that does not grow with the lines. `receipt.refused` carries every problem of
 * every line. Key data elements of receiving: 21 CFR 1.1345(a).
 */
export function receiveGoods(
  context: OperationContext,
  command: Command<ReceiveGoods>,
): Promise<Answer<ReceivedGoods>> {
  const { input, ...actor } = command;
  return runCommand(context, 'receive-goods', command, async (tx) => {
    const names = namesIn(input);
    await lockExpectations(tx, names);
    const known = await readReceivingNames(tx, names);
    const entitled = mayReceive(actor, input, known);
    if (!entitled.ok) return entitled;
    // What a rule has to know does not end where the caller's sight does: law 4 and law 7.
    return beyondSight(tx, async () => {
      const prepared = await prepareLanding(tx, context, input, known);
      return prepared.ok ? await land(tx, context, actor, prepared.value) : prepared;
    });
  });
}

/** What is not known cannot be asked about; it is refused afterwards. */
function mayReceive({ caller }: Actor, input: ReceiveGoods, { site, owner }: KnownNames): Result<void> {
  const receives = authorize(caller, 'receipt.create', { siteId: site?.id, entityId: owner?.id });
  if (!receives.ok || !input.history) return receives;
  return authorize(caller, 'history.import', { siteId: null, entityId: null });
}

type Prepared = Omit<Landing, 'lines'> & {
  lines: readonly LandingLine[];
  firstFindings: ReceiptFindings;
  findAgain: (onRecord: LotsOnRecord) => ReceiptFindings;
};

/** Checks everything that needs no lock, so that a delivery that is refused has touched no lot. */
async function prepareLanding(
  tx: Tx,
  context: OperationContext,
  input: ReceiveGoods,
  known: KnownNames,
): Promise<Result<Prepared>> {
  const recordedAt = context.clock.now();
  const book = await readPolicyBook(tx, recordedAt, [...receiptPolicyKeys, 'late_report_window_days']);
  const windowDays = book.read('late_report_window_days', policyScopeOf(known)).value;
  const happenedAt = statedTime(input, { now: recordedAt, windowDays });
  const [made] = input.number ? [input.number] : await takeNumbers(tx, 'receipt_numbers', 'R', 1);
  const number = made ?? '';
  const findAgain = (onRecord: LotsOnRecord) =>
    checkReceipt(factsOf(input, number, happenedAt.ok ? happenedAt.value : recordedAt, known, book, onRecord));
  const firstFindings = findAgain(noLotsOnRecord);
  const problems = [
    ...(happenedAt.ok ? [] : [happenedAt.violation]),
    ...furtherProblems(input, known, firstFindings.refusals),
  ];
  const { site, owner, supplier } = known;
  if (problems.length > 0 || !happenedAt.ok || !site || !owner || !supplier) {
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    return refuseAll('receipt.refused', `${count} with this receipt; nothing was booked`, problems);
  }
  const header = { receiptId: context.newId(), number, input, site, owner, supplier, known, book, recordedAt };
  const lines = input.lines.map((stated, index) => landingLine(stated, index, input, known, firstFindings));
  return allow({ ...header, happenedAt: happenedAt.value, lines, firstFindings, findAgain });
}

function landingLine(
  stated: ReceiveGoods['lines'][number],
  index: number,
  { history }: ReceiveGoods,
  known: KnownNames,
  { lines }: ReceiptFindings,
): LandingLine {
  const item = itemOf(known.items, stated.item);
  const place = known.locations.find(({ code }) => code === stated.location);
  const baseQuantity = lines[index]?.baseQuantity;
  if (!item || !place || !baseQuantity) throw new Error(`Line ${index + 1} went past the check incomplete`);
  return { stated, item, locationId: place.id, baseQuantity, lotCode: history?.lotCodes[index] ?? null };
}

/** Takes the lots and their locks, looks at what they were before, and writes. */
async function land(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { lines, firstFindings, findAgain, ...header }: Prepared,
): Promise<Result<ReceivedGoods>> {
  const taken = await takeLots(tx, context, { supplier: header.supplier, receiptNumber: header.number, lines });
  await lockLots(tx, [...new Set(taken.map(({ id }) => id))]);
  const earlier = [...new Set(taken.filter(({ isNew }) => !isNew).map(({ id }) => id))];
  const onRecord = await readOnRecord(tx, earlier, taken);
  const holdsBefore = earlier.length === 0 ? [] : await readActiveHolds(tx, earlier);
  // Lots that nobody knew have no past, so what was found before the locks stands.
  const findings = earlier.length === 0 ? firstFindings : findAgain(onRecord);
  const landed = lines.flatMap((line, index) => {
    const lot = taken[index];
    return lot ? [{ ...line, lot, defects: findings.lines[index]?.defects ?? [] }] : [];
  });
  const landing: Landing = { ...header, lines: landed };
  const completed = await completeLots(
    tx,
    landed.map(({ stated }, index) => ({ stated, lot: onRecord.lots[index] })),
  );
  if (!(await writeReceipt(tx, context, actor, landing))) {
    return refuse('receipt.number-taken', `There is a receipt ${header.number} already`, '/number');
  }
  await writeCertificates(tx, context, actor, papersOf(landing), onRecord.certificates);
  // Before what follows from it: the trail is read in the order of its entries, and a hold comes after the goods.
  const { happenedAt, site, owner, number } = landing;
  const where = { happenedAt, siteId: site.id, entityId: owner.id, imported: header.input.history !== undefined };
  await writeAudit(tx, context, actor, [
    ...receiptAudit(landing, receiptAnswer(landing, [], holdsBefore)),
    ...completed.map((change) => ({ ...change, ...where })),
  ]);
  for (const lotId of awaitingPapers(onRecord))
    await settleAnnouncedCertificates(tx, context, actor, lotId, `It came with receipt ${number}`);
  const followUps = await followDefects(tx, context, actor, landing);
  return allow(receiptAnswer(landing, followUps, holdsBefore));
}

/** Lots for which papers are outstanding: this delivery may have brought the last of them. */
const awaitingPapers = ({ certificates }: LotsOnRecord): ReadonlySet<string> =>
  new Set(certificates.filter(({ state }) => state === 'announced').map(({ lotId }) => lotId));

async function readOnRecord(
  tx: Tx,
  earlier: readonly string[],
  taken: readonly { id: string }[],
): Promise<LotsOnRecord> {
  if (earlier.length === 0) return noLotsOnRecord;
  const known = new Map((await readLotsAtReceipt(tx, earlier)).map((lot) => [lot.id, lot]));
  return { lots: taken.map(({ id }) => known.get(id)), certificates: await readCertificatesOfLots(tx, earlier) };
}
