import type { Tx } from '#db/connect.ts';
import { mayEverywhere } from '#domain/master-data-proposals.ts';
import { minorFields } from '#domain/master-records.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import type { ProposalState, RecordKind } from '#domain/record-kinds.ts';
import { allow, type Result } from '#domain/result.ts';
import { applyProposal } from './apply-proposal.ts';
import { giveReason } from './check-reason-code.ts';
import { writeComment } from './comment-on-proposal.ts';
import type { Command, OperationContext } from './context.ts';
import { findOwner } from './find-owner.ts';
import { askForDecision, categoriesOf, contentOf, openProposal } from './open-proposal.ts';
import { type MergeChange, planMerge } from './plan-merge.ts';
import { type OverrideChange, planOverride, titleOf } from './plan-override.ts';
import { planRecord, type RecordChange } from './plan-record.ts';
import { readPolicyBook } from './policy-book.ts';
import { scopesOfProposal } from './proposal-case.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { type Answer, runCommand } from './run-command.ts';

type ProposedChange = RecordChange | OverrideChange | MergeChange;

/** `owner` is the name somebody signs in with who answers for it, else who proposes it; documents come as a comment. */
export type ProposeMasterData = {
  proposal: ProposedChange;
  reason: string;
  reasonCode?: string | undefined;
  owner?: string | undefined;
  documentId?: string | undefined;
};

export type ProposedMasterData = {
  proposalId: string;
  number: string;
  state: ProposalState;
  title: string;
  changed: string[];
  dueAt: string;
};

/**
 * Proposes a change of master data; it takes effect when a second person approves it. What is wrong with it is refused now,
 * all of it at once. A change of nothing but a name takes effect here where policy lets one person do that.
 */
export function proposeMasterData(
  context: OperationContext,
  command: Command<ProposeMasterData>,
): Promise<Answer<ProposedMasterData>> {
  const { caller, input } = command;
  return runCommand(context, 'propose-master-data', command, async (tx) => {
    const said = hasReason(input.reason);
    if (!said.ok) return said;
    const { proposal } = input;
    const planned = await planProposal(tx, context, proposal);
    // Whoever may not propose at all learns nothing about records; categories are known once they are read.
    const entitled = mayEverywhere(
      caller,
      'master-data.propose',
      planned.ok ? categoriesOf(proposal.kind, planned.value) : [],
    );
    if (!entitled.ok) return entitled;
    if (!planned.ok) return planned;
    const owner = await findOwner(tx, input.owner, caller);
    if (!owner.ok) return owner;
    const categories = categoriesOf(proposal.kind, planned.value);
    const given = await giveReason(tx, context, command, {
      ...{ list: 'master_data', reason: input.reason, reasonCode: input.reasonCode },
      scopes: scopesOfProposal({ categories }),
    });
    if (!given.ok) return given;
    const title = describe(proposal, planned.value);
    const alone = await mayAlone(tx, context, proposal.kind, planned.value);
    const opened = await openProposal(tx, context, given.value, {
      kind: proposal.kind,
      source: 'person',
      title,
      reason: input.reason.trim(),
      owner: owner.value,
      content: contentOf(proposal.kind, planned.value),
      policyIds: alone.rowIds,
    });
    const { id: proposalId, number, dueAt } = opened.row;
    if (input.documentId !== undefined) {
      const attached = await writeComment(tx, context, command, opened.row, {
        text: 'Attached when it was proposed',
        documentId: input.documentId,
      });
      if (!attached.ok) return attached;
    }
    if (alone.value) {
      const applied = await applyProposal(tx, context, command, opened.row, {
        reason: 'A change of nothing but a name, which policy leaves to one person',
      });
      if (!applied.ok) return applied;
    } else await askForDecision(tx, context, command, opened);
    const state = alone.value ? ('approved' as const) : ('open' as const);
    const changed = [...new Set(planned.value.flatMap((record) => record.changed))];
    return allow({ proposalId, number, state, title, changed, dueAt: dueAt.toISOString() });
  });
}

async function planProposal(
  tx: Tx,
  context: OperationContext,
  proposal: ProposedChange,
): Promise<Result<readonly PlannedRecord[]>> {
  if (isMergeChange(proposal)) return await planMerge(tx, proposal);
  const planned =
    proposal.kind === 'override'
      ? await planOverride(tx, context.newId, proposal)
      : await planRecord(tx, context, proposal);
  return planned.ok ? allow([planned.value]) : planned;
}

const isMergeChange = (proposal: ProposedChange): proposal is MergeChange =>
  'action' in proposal && (proposal.action === 'merge' || proposal.action === 'separate');

async function mayAlone(
  tx: Tx,
  { clock }: OperationContext,
  kind: RecordKind,
  planned: readonly PlannedRecord[],
): Promise<{ value: boolean; rowIds: readonly string[] }> {
  const isMinor = planned.every(
    ({ action, changed }) => action === 'change' && changed.every((field) => minorFields[kind].includes(field)),
  );
  if (!isMinor) return { value: false, rowIds: [] };
  const book = await readPolicyBook(tx, clock.now(), ['master_data_minor_changes_alone']);
  const [category] = categoriesOf(kind, planned);
  return book.read('master_data_minor_changes_alone', { category: category ?? null });
}

function describe(proposal: ProposedChange, planned: readonly PlannedRecord[]): string {
  if (isMergeChange(proposal))
    return proposal.action === 'merge'
      ? `Merge ${proposal.kind} ${proposal.goes} into ${proposal.stays}`
      : `Separate ${proposal.kind} ${proposal.code} again`;
  const [{ code, changed, action }] = planned as [PlannedRecord]; // of one record, as everything but a merge is
  if (proposal.kind === 'override')
    return action === 'remove' ? `Override no more: ${titleOf(proposal)}` : `Override ${titleOf(proposal)}`;
  if (action === 'create') return `New ${proposal.kind} ${code}`;
  const isFreed = proposal.action === 'change' && proposal.fields.blocked === false;
  return `${isFreed ? 'Free' : 'Change'} ${proposal.kind} ${code}: ${changed.join(', ')}`;
}
