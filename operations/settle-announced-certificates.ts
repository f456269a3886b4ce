import { and, eq, inArray, notExists, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { certificates } from '#db/schema/documents.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import { writeAudit } from './write-audit.ts';

/** Settles the tasks that wait for a lot's announced papers, once none of them is outstanding; answers their ids. */
export async function settleAnnouncedCertificates(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  lotId: string,
  note: string,
): Promise<string[]> {
  const outstanding = tx
    .select({ one: sql`1` })
    .from(certificates)
    .where(and(eq(certificates.lotId, lotId), eq(certificates.state, 'announced')));
  const settled = await tx
    .update(tasks)
    .set({
      state: 'settled',
      settledAt: context.clock.now(),
      settledBy: actor.caller.id,
      settledNote: note,
      version: sql`${tasks.version} + 1`,
    })
    .where(
      and(
        eq(tasks.lotId, lotId),
        eq(tasks.kind, 'attach_announced_certificate'),
        inArray(tasks.state, ['open', 'claimed']),
        notExists(outstanding),
      ),
    )
    .returning({ id: tasks.id, siteId: tasks.siteId });
  await writeAudit(
    tx,
    context,
    actor,
    settled.map(({ id, siteId }) => ({
      action: 'task.settled',
      subjectKind: 'task',
      subjectId: id,
      lotId,
      siteId,
      reason: note,
    })),
  );
  return settled.map(({ id }) => id);
}
