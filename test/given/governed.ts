import { randomUUID } from 'node:crypto';
import { findProposal } from '#db/queries/list-proposals.ts';
import type { Caller } from '#domain/caller.ts';
import type { SpecificationContent } from '#domain/specifications.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideProposal } from '#operations/decide-proposal.ts';
import { shownOfProposal } from '#operations/proposal-case.ts';
import { type ProposeMasterData, proposeMasterData } from '#operations/propose-master-data.ts';
import { specificationsOfStory } from '#operations/story-specifications.ts';
import type { GivenDatabase } from '#test/setup/database.ts';
import { commandOf } from './lots.ts';
import { personWith } from './master-data.ts';
import { givenSigning } from './signing.ts';

const reason = 'Agreed with the supplier on 2026-11-02';

/** Steps on proposals as their operations, without the engine between: for races, and for clocks that stand where they are set. */
export const stepsOn = (context: OperationContext) => ({
  propose: (by: Caller, proposal: ProposeMasterData['proposal']) =>
    proposeMasterData(context, commandOf(by, { proposal, reason }, randomUUID())),
  decide: async (by: Caller, proposalId: string, outcome: 'approve' | 'reject' = 'approve') => {
    const row = await findProposal(context.db, proposalId);
    const shown = row && (await shownOfProposal(context.db, row));
    const subject = { kind: 'master_data_proposal' as const, id: proposalId, shown };
    const signingId = await givenSigning(context, by, 'approval', subject);
    return await decideProposal(context, commandOf(by, { proposalId, outcome, reason, signingId }, randomUUID()));
  },
});

/** `allowed`, or the code of the refusal. */
export const codeOf = (answer: { ok: true } | { ok: false; violation: { code: string } }): string =>
  answer.ok ? 'allowed' : answer.violation.code;

/** The codes of everything that is wrong, where it is. */
export const problemsOf = (answer: Awaited<ReturnType<ReturnType<typeof stepsOn>['propose']>>): string[] =>
  answer.ok ? [] : (answer.violation.problems ?? [answer.violation]).map(({ code, pointer }) => `${code} ${pointer}`);

/** Somebody who proposes and approves changes of master data of every category. */
export async function givenSteward({ sql }: GivenDatabase, { newId }: OperationContext, name: string): Promise<Caller> {
  const [row] = await sql`
    with person as (insert into users (id, username, name) values (${newId()}, ${name}, ${name}) returning id)
    insert into role_grants (id, user_id, role, valid_from, granted_by)
    select ${newId()}, id, 'master_data_steward', now() - interval '1 day', 'test' from person returning user_id`;
  return personWith('master_data_steward', String(row?.user_id));
}

/** What the story's items have to be. */
export function contentOf(item: string): SpecificationContent {
  const found = specificationsOfStory('').find((one) => one.item === item);
  if (!found) throw new Error(`The story specifies no ${item}`);
  return found.content;
}

/** The same, but no warmer than this. */
export const withUpper = ({ characteristics, ...rest }: SpecificationContent, upper: string): SpecificationContent => ({
  ...rest,
  characteristics: characteristics.map((one) => (one.name === 'Core temperature' ? { ...one, upper } : one)),
});

export const specificationOf = (
  code: string,
  version: number,
  content: object,
  effectiveFrom: string | null = null,
) => ({
  kind: 'specification' as const,
  action: 'change' as const,
  ...{ code, version, fields: { effectiveFrom, ...content } },
});
