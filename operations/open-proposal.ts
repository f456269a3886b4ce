import { createHash } from 'node:crypto';
import type { Tx } from '#db/connect.ts';
import { masterDataProposalRecords, masterDataProposals } from '#db/schema/proposals.ts';
import { outbox } from '#db/schema/record.ts';
import { ordered } from '#domain/master-records.ts';
import { millisecondsOfMinutes } from '#domain/policy-values.ts';
import { type MasterDataChangeInput, masterDataChangeProcess } from '#domain/processes.ts';
import type { RecordKind } from '#domain/record-kinds.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { readPolicyBook } from './policy-book.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { recordDuties } from './record-duty.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';
import { writeTasks } from './write-task.ts';

export type NewProposal = {
  kind: RecordKind;
  source: 'person' | 'import';
  title: string;
  reason: string;
  owner: { id: string; name: string };
  content: ProposedContent;
  /** What decided beside its durations, such as that it needs nobody else. */
  policyIds?: readonly string[];
};

/** What it would change: how much, of which categories, by which hash, and how its records are written. */
export type ProposedContent = {
  records: number;
  categories: readonly string[];
  hash: string;
  write(tx: Tx, proposalId: string): Promise<void>;
};

type Row = typeof masterDataProposals.$inferSelect;
export type OpenedProposal = { row: Row; input: MasterDataChangeInput };

/** Writes a proposal with its records, and who has a part in it. What follows of it is `askForDecision` or its effect. */
export async function openProposal(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { kind, source, title, reason, owner, content, policyIds = [] }: NewProposal,
): Promise<OpenedProposal> {
  const { caller } = actor;
  const now = context.clock.now();
  const categories = [...content.categories];
  const book = await readPolicyBook(tx, now);
  const [category] = categories;
  const scope = { category: categories.length === 1 ? (category ?? null) : null };
  const lengths = [
    book.read('master_data_change_remind_after_minutes', scope),
    book.read('master_data_change_escalate_after_minutes', scope),
    book.read('master_data_change_expire_after_minutes', scope),
  ] as const;
  const [remindAt, dueAt, lapseAt] = lengths.map(({ value }) => new Date(now.getTime() + millisecondsOfMinutes(value)));
  if (!remindAt || !dueAt || !lapseAt) throw new Error('Three policies have three values');
  const [number = ''] = await takeNumbers(tx, 'proposal_numbers', 'MD', 1);
  const id = context.newId();
  const [row] = await tx
    .insert(masterDataProposals)
    .values({
      ...{ id, number, kind, source, title, reason, categories },
      workflowId: masterDataChangeProcess.workflowId(id),
      state: 'open',
      records: content.records,
      contentHash: content.hash,
      proposedBy: caller.id,
      proposedByName: caller.name,
      proposedAt: now,
      ownerId: owner.id,
      ownerName: owner.name,
      dueAt,
      policyIds: [...new Set([...lengths.flatMap(({ rowIds }) => [...rowIds]), ...policyIds])],
    })
    .returning();
  if (!row) throw new Error('An insert answered no row');
  await content.write(tx, id);
  const duty = { duty: 'proposed' as const, lotIds: [], caseKind: 'master_data_proposal', caseId: id, at: now };
  await recordDuties(tx, actor, owner.id === caller.id ? [duty] : [duty, { ...duty, by: owner }]);
  await writeAudit(tx, context, actor, [
    {
      ...proposalSubject(id),
      action: 'proposal.opened',
      reason,
      after: { number, kind, title, records: content.records, owner: owner.name, contentHash: row.contentHash },
    },
  ]);
  const iso = (at: Date) => at.toISOString();
  const times = { remindAt: iso(remindAt), escalateAt: iso(dueAt), lapseAt: iso(lapseAt) };
  return { row, input: { proposalId: id, number, ...times } };
}

/** The task for those who decide, and the outbox row that starts the process. */
export async function askForDecision(
  tx: Tx,
  context: OperationContext,
  { cause }: Actor,
  { row, input }: OpenedProposal,
): Promise<void> {
  const { id, number, title, workflowId, dueAt } = row;
  await writeTasks(tx, context, [
    {
      kind: 'decide_proposal',
      team: 'master_data',
      title: `Decide about ${number}: ${title}`.slice(0, 300),
      detail: `${row.proposedByName}: ${row.reason}`,
      subjectKind: 'master_data_proposal',
      subjectId: id,
      workflowId,
      dueAt,
    },
  ]);
  const now = context.clock.now();
  await tx.insert(outbox).values({
    workflowType: masterDataChangeProcess.workflowType,
    workflowId,
    taskQueue: masterDataChangeProcess.taskQueue,
    input,
    searchAttributes: {
      HoldfastProcess: masterDataChangeProcess.workflowType,
      HoldfastCase: number,
      HoldfastState: 'open',
    },
    summary: `${number}: ${title}`.slice(0, 200),
    traceparent: cause.traceparent,
    requestId: cause.requestId,
    createdAt: now,
    nextAttemptAt: now,
  });
}

export const proposalSubject = (proposalId: string) => ({
  subjectKind: 'master_data_proposal',
  subjectId: proposalId,
});

/** What was planned, as the content of a proposal. */
export const contentOf = (kind: RecordKind, planned: readonly PlannedRecord[]): ProposedContent => ({
  records: planned.length,
  categories: categoriesOf(kind, planned),
  hash: hashOf(planned),
  write: (tx, proposalId) => writeRecords(tx, proposalId, planned),
});

async function writeRecords(tx: Tx, proposalId: string, planned: readonly PlannedRecord[]): Promise<void> {
  // Records are plain JSON objects, which their own types do not say.
  const asJson = (record: object | null) => record as Record<string, unknown> | null;
  await insertRows(
    tx,
    masterDataProposalRecords,
    planned.map(({ before, after, changed, ...rest }, index) => ({
      ...rest,
      proposalId,
      line: index + 1,
      before: asJson(before),
      after: asJson(after),
      changed: [...changed],
    })),
  );
}

/**
 * Categories that records of a proposal are of, before and after: whoever decides has to be entitled for all of them. None where one
 * record is of every category, as a certificate may be.
 */
export function categoriesOf(kind: RecordKind, planned: readonly PlannedRecord[]): string[] {
  if (!(kind === 'item' || kind === 'specification' || kind === 'certificate')) return [];
  // Records of these kinds say of which categories they are.
  const states = planned.flatMap(({ before, after }) => [before, after]) as (Categorised | null)[];
  const each = states.flatMap((state) => (state ? [state.categories ?? [state.category]] : []));
  return each.some((categories) => categories.length === 0) ? [] : [...new Set(each.flat())].sort();
}

type Categorised = { category: string; categories?: readonly string[] };

function hashOf(planned: readonly PlannedRecord[]): string {
  const hash = createHash('sha256');
  for (const { action, code, before, after } of planned) hash.update(`${ordered({ action, code, before, after })}\n`);
  return hash.digest('hex');
}
