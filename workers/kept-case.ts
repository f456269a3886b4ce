import type { WorkflowHandle } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { DbOrTx } from '#db/connect.ts';
import { type CaseInEngine, type CaseTable, openCaseIds, overCaseIds } from '#db/queries/cases-in-engine.ts';
import { type Command, type OperationContext, systemCaller } from '#operations/context.ts';

/** A case as its table has it, with what reconciliation does about it. */
export type KeptCase = {
  caseId: string;
  workflowId: string;
  /** As its run shows it; null for what shows none. */
  state: string | null;
  /** The input with which the engine begins anew what it has forgotten, from where the table says that it stands. */
  anew(now: string): unknown;
  /** Tells its run what the table says. */
  tell(handle: WorkflowHandle): Promise<void>;
  /** Lets people know that its workflow was ended in the engine. */
  report(operations: OperationContext, ended: { status: string; at: string }): Promise<unknown>;
};

/** A process whose open cases have each a running workflow, and the reverse. */
export type KeptProcess = {
  workflowType: string;
  /** Open cases that were started before an instant, in the order of their ids, from one id on. */
  open(
    operations: OperationContext,
    page: { startedBefore: Date; after: string | null; limit: number },
  ): Promise<KeptCase[]>;
  /** Of some workflow ids, the cases that were over before an instant; left out where a run finds that out by itself. */
  overBefore?(operations: OperationContext, workflowIds: readonly string[], before: Date): Promise<KeptCase[]>;
};

/** What the rules do by themselves, for a workflow. */
export const byRule = <Input>(
  { commandId, workflowId }: { commandId: string; workflowId: string },
  input: Input,
): Command<Input> => ({ commandId, caller: systemCaller, cause: { workflowId }, input });

type Raised = { commandId: string; workflowId: string; caseId: string; message: string };

/** Where the cases of a process are kept, how its runs begin anew and are told, and how people are. */
export function kept<Input, Standing extends { state: string }>(process: {
  workflowType: string;
  name: string;
  table: CaseTable;
  closedAt: PgColumn;
  open: readonly string[];
  find(db: DbOrTx, ids: readonly string[]): Promise<CaseInEngine<Input, Standing>[]>;
  caseId(standing: Standing): string;
  anew(input: Input, standing: Standing, now: string): Input;
  signal: SignalDefinition<[Standing]>;
  /** What it means for people that the workflow has ended. */
  means: string;
  raise(operations: OperationContext, raised: Raised): Promise<unknown>;
}): KeptProcess {
  const { workflowType, name, table, closedAt, open, find, caseId: idOf, anew, signal, means, raise } = process;
  const asKept = ({ workflowId, input, standing }: CaseInEngine<Input, Standing>): KeptCase => {
    const caseId = idOf(standing);
    return {
      caseId,
      workflowId,
      state: standing.state,
      anew: (now) => anew(input, standing, now),
      tell: (handle) => handle.signal(signal, standing),
      report: (operations, { status, at }) =>
        raise(operations, {
          commandId: `${name}:${caseId}:exception:ended-${at}`,
          workflowId,
          caseId,
          message: `The workflow of this ${name.replace('-', ' ')} is ${status} in the engine. ${means}; the next step that somebody takes starts it again`,
        }),
    };
  };
  return {
    workflowType,
    open: async ({ db }, page) => {
      const cases = await find(db, await openCaseIds(db, table, { open, ...page }));
      return cases.map(asKept).sort((one, other) => (one.caseId < other.caseId ? -1 : 1));
    },
    overBefore: async ({ db }, workflowIds, before) =>
      (await find(db, await overCaseIds(db, table, closedAt, { workflowIds, before }))).map(asKept),
  };
}
