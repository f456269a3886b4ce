import type { Caller } from '#domain/caller.ts';
import type { RuleCode } from '#domain/rule-codes.ts';
import type { Cause, OperationContext } from './context.ts';
import { writeAudit } from './write-audit.ts';

const anonymous: Caller = { kind: 'person', id: 'anonymous', name: 'Somebody not signed in', grants: [] };

/** Tells the trail that somebody was not let in, from where and why. Without the name that was tried, which may be a password. */
export async function noteRefusedSignIn(context: OperationContext, cause: Cause, code: RuleCode): Promise<void> {
  const actor = { caller: anonymous, cause, commandId: `sign-in:${context.newId()}` };
  const refused = { action: 'sign-in.refused', subjectKind: 'session', subjectId: 'none', after: code };
  await context.db.transaction((tx) => writeAudit(tx, context, actor, [refused]));
}
