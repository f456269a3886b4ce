import type { Tx } from '#db/connect.ts';
import { auditEntries } from '#db/schema/record.ts';
import type { GivenCode } from '#domain/reason-codes.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';

/** One change as the audit trail tells it: `action` in the past tense, before and after as people would read them. */
export type AuditedChange = {
  action: string;
  subjectKind: string;
  subjectId: string;
  lotId?: string | null | undefined;
  siteId?: string | null | undefined;
  entityId?: string | null | undefined;
  before?: unknown;
  after?: unknown;
  reason?: string | null | undefined;
  happenedAt?: Date | undefined;
  imported?: boolean | undefined;
};

/** Writes one audit row per change, all in one statement, in the transaction of the change. */
export async function writeAudit(
  tx: Tx,
  { clock, newId }: OperationContext,
  { caller, cause, commandId, given }: Actor,
  changes: readonly AuditedChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const recordedAt = clock.now();
  await insertRows(
    tx,
    auditEntries,
    changes.map((change) => ({
      ...change,
      ...codeOf(given, change.reason),
      id: newId(),
      recordedAt,
      happenedAt: change.happenedAt ?? recordedAt,
      actorKind: caller.kind,
      actorId: caller.id,
      actorName: caller.name,
      onBehalfOfId: caller.onBehalfOf?.id ?? null,
      onBehalfOfName: caller.onBehalfOf?.name ?? null,
      commandId,
      requestId: cause.requestId,
      fromAddress: cause.fromAddress,
      workflowId: cause.workflowId,
      activityId: cause.activityId,
    })),
  );
}

/** The code goes where its words stand, and not to what a rule says in the same transaction. */
const codeOf = (given: GivenCode | undefined, reason: AuditedChange['reason']) =>
  given && reason?.trim() === given.reason.trim() ? { reasonList: given.list, reasonCode: given.code } : {};
