import { randomUUID } from 'node:crypto';
import { findProposal } from '#db/queries/list-proposals.ts';
import type { OperationContext } from '#operations/context.ts';
import { decidePolicyChange } from '#operations/decide-policy-change.ts';
import { decideProposal } from '#operations/decide-proposal.ts';
import { shownOfProposal } from '#operations/proposal-case.ts';
import { proposeMasterData } from '#operations/propose-master-data.ts';
import type { Answer } from '#operations/run-command.ts';
import { commandOf } from './lots.ts';
import { personWith, type StoryIds } from './master-data.ts';
import { aPolicy, givenApprovalSigning, propose } from './policy-changes.ts';
import { asSteward } from './proposals.ts';
import { givenSigning } from './signing.ts';

/** A signed step that waits to be taken: on which record, and of which lot where there is one. */
export type WaitingStep = {
  subject: { kind: string; id: string };
  lot?: string;
  /** Signs for what is shown now. */
  sign(): Promise<string>;
  take(signingId: string): Promise<Answer<unknown>>;
};

const reason = 'Re-test of five units passed on every count';

/** What an operation that has to succeed answered. */
export const ok = async <Given>(answer: Promise<Answer<Given>>): Promise<Given> => {
  const done = await answer;
  if (!done.ok) throw new Error(JSON.stringify(done.violation));
  return done.value;
};

/** The signed steps of proposals, of policies and of master data. */
export function signedProposals({ context, ids }: { context: OperationContext; ids: StoryIds }) {
  const dana = personWith('quality_manager', ids.user('d.whitlock'));
  const ines = personWith('quality_approver', ids.user('i.carvalho'));
  const admin = personWith('administrator', ids.user('admin'));
  return {
    'approve a policy': async (): Promise<WaitingStep> => {
      const asked = aPolicy({
        scopeKind: 'category',
        scope: 'cheese',
        value: nextValue(),
        expectedVersion: versions++,
      });
      const { changeId } = await ok(propose(context, dana, asked));
      return {
        subject: { kind: 'policy_change', id: changeId },
        sign: () => givenApprovalSigning(context, admin, changeId),
        take: (signingId) =>
          decidePolicyChange(
            context,
            commandOf(admin, { changeId, decision: 'approve', reason, signingId }, randomUUID()),
          ),
      };
    },
    'approve master data': () => masterData('approve'),
    'reject master data': () => masterData('reject'),
  };

  async function masterData(outcome: 'approve' | 'reject'): Promise<WaitingStep> {
    const code = ['SALMON', 'BOARD', 'GC-LOG', 'GC-CUP'][proposals++ % 4] ?? 'SALMON';
    const [item] = await context.db.query.items.findMany({ where: (items, { eq }) => eq(items.code, code) });
    const proposal = {
      ...{ kind: 'item' as const, action: 'change' as const, code },
      ...{ version: item?.version ?? 0, fields: { shelfLifeDays: 40 + proposals } },
    };
    const { proposalId } = await ok(
      proposeMasterData(context, commandOf(asSteward(ines), { proposal, reason }, randomUUID())),
    );
    return {
      subject: { kind: 'master_data_proposal', id: proposalId },
      sign: async () => {
        const row = await findProposal(context.db, proposalId);
        const shown = row && (await shownOfProposal(context.db, row));
        return await givenSigning(context, dana, 'approval', { kind: 'master_data_proposal', id: proposalId, shown });
      },
      take: (signingId) =>
        decideProposal(context, commandOf(dana, { proposalId, outcome, reason, signingId }, randomUUID())),
    };
  }
}

let versions = 0;
let proposals = 0;
let values = 20;
const nextValue = () => String(++values);
