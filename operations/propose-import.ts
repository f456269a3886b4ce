import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { masterDataImports } from '#db/schema/master-data-care.ts';
import { masterDataProposals } from '#db/schema/proposals.ts';
import { mayEverywhere } from '#domain/master-data-proposals.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, refuse } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { findOwner } from './find-owner.ts';
import { askForDecision, openProposal, type ProposedContent } from './open-proposal.ts';
import { scopesOfProposal } from './proposal-case.ts';
import { type Answer, runCommand } from './run-command.ts';

/** `all` refuses while there is any row with an error; `good` leaves those rows out, and says so in the proposal. */
export type ProposeImport = {
  importId: string;
  rows: 'all' | 'good';
  reason: string;
  reasonCode?: string | undefined;
  owner?: string | undefined;
};
export type ProposedImport = { importId: string; proposalId: string; number: string; records: number; dueAt: string };

/** Proposes what a checked table would create and change, as one proposal. What was checked is what is proposed. */
export function proposeImport(
  context: OperationContext,
  command: Command<ProposeImport>,
): Promise<Answer<ProposedImport>> {
  const { caller, input } = command;
  return runCommand(context, 'propose-import', command, async (tx) => {
    const said = hasReason(input.reason);
    if (!said.ok) return said;
    const [table] = await tx
      .select()
      .from(masterDataImports)
      .where(eq(masterDataImports.id, input.importId))
      .for('update');
    if (!table) return refuse('import.unknown', `There is no import ${input.importId}`);
    if (table.proposalId !== null) return refuse('import.already-proposed', await proposedAs(tx, table.proposalId));
    if (table.errors > 0 && input.rows === 'all')
      return refuse('import.has-errors', `${table.errors} rows of ${table.number} have errors`, '/rows');
    const records = table.creates + table.changes;
    if (records === 0)
      return refuse('import.nothing-to-propose', `No row of ${table.number} creates or changes a record`);
    const content = await contentOfImport(tx, table.id, records);
    const entitled = mayEverywhere(caller, 'master-data.propose', content.categories);
    if (!entitled.ok) return entitled;
    const owner = await findOwner(tx, input.owner, caller);
    if (!owner.ok) return owner;
    const given = await giveReason(tx, context, command, {
      ...{ list: 'master_data', reason: input.reason, reasonCode: input.reasonCode },
      scopes: scopesOfProposal({ categories: [...content.categories] }),
    });
    if (!given.ok) return given;
    const left = table.errors > 0 ? `, ${table.errors} rows with errors left out` : '';
    const opened = await openProposal(tx, context, given.value, {
      kind: table.kind,
      source: 'import',
      title: `${table.fileName} (${table.number}): ${table.creates} new, ${table.changes} changed${left}`,
      reason: input.reason.trim(),
      owner: owner.value,
      content,
    });
    await askForDecision(tx, context, command, opened);
    const { id: proposalId, number, dueAt } = opened.row;
    await tx
      .update(masterDataImports)
      .set({ proposalId, version: sql`${masterDataImports.version} + 1` })
      .where(eq(masterDataImports.id, table.id));
    return allow({ importId: table.id, proposalId, number, records, dueAt: dueAt.toISOString() });
  });
}

async function proposedAs(tx: Tx, proposalId: string): Promise<string> {
  const [row] = await tx
    .select({ number: masterDataProposals.number, by: masterDataProposals.proposedByName })
    .from(masterDataProposals)
    .where(eq(masterDataProposals.id, proposalId));
  return `${row?.by} has proposed it as ${row?.number}`;
}

/** The rows are copied by the database: fifty thousand records never come into this process at once. */
async function contentOfImport(tx: Tx, importId: string, records: number): Promise<ProposedContent> {
  const rows = sql`master_data_import_rows where import_id = ${importId} and outcome in ('create', 'change')`;
  // Of one category, as items are, or of several, as certificates may be; none named of them means every one.
  const stated = sql`(
    select coalesce(state -> 'categories', jsonb_build_array(state ->> 'category')) as categories
      from (select before as state from ${rows} union all select after from ${rows}) states
     where state ?| array['categories', 'category'])`;
  const [found] = await tx.execute<{ hash: string; categories: string[] }>(sql`
    select encode(sha256(convert_to(string_agg(encode(sha256(convert_to(concat_ws(' ', outcome, code, before, after), 'UTF8')), 'hex'),
             '' order by row), 'UTF8')), 'hex') as hash,
           (select case when bool_or(categories = '[]') then '[]' else coalesce((
                       select jsonb_agg(distinct category) from ${stated} each, jsonb_array_elements_text(each.categories) category), '[]') end
              from ${stated} each) as categories
      from ${rows}`);
  return {
    records,
    hash: found?.hash ?? '',
    categories: [...(found?.categories ?? [])].sort(),
    write: async (into, proposalId) => {
      await into.execute(sql`
        insert into master_data_proposal_records (proposal_id, line, action, record_id, code, base_version, before, after, changed)
        select ${proposalId}::uuid, row_number() over (order by row), outcome, record_id, code, base_version, before, after, changed
          from ${rows}`);
    },
  };
}
