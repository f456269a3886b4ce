import { desc, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { itemSpecifications } from '#db/schema/specifications.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { checkSpecification, type SpecificationContent } from '#domain/specifications.ts';
import type { Actor, OperationContext } from './context.ts';
import { writeAudit } from './write-audit.ts';

export type NewSpecification = {
  itemId: string;
  content: SpecificationContent;
  effectiveFrom: Date;
  reason: string;
  /** Two people: who proposed it and who approved it. History has one. */
  proposedBy: string;
  approvedBy: string;
  /** The version that the change was made on; 0 where there was none. */
  basedOn: number;
};

/**
 * Writes the next version of an item's specification, approved already: one more part of the caller's transaction. Refused
 * where somebody has written one since. Releases that run go on by the version they began with.
 */
export async function writeSpecification(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { content, basedOn, ...row }: NewSpecification,
): Promise<Result<{ specificationId: string; version: number }>> {
  const sound = checkSpecification(content);
  if (!sound.ok) return sound;
  const [latest] = await tx
    .select({ version: itemSpecifications.version, effectiveFrom: itemSpecifications.effectiveFrom })
    .from(itemSpecifications)
    .where(eq(itemSpecifications.itemId, row.itemId))
    .orderBy(desc(itemSpecifications.version))
    .limit(1);
  const version = (latest?.version ?? 0) + 1;
  const taken = refuse('specification.version-taken', `Version ${version} is the next one, not ${basedOn + 1}`);
  if (version !== basedOn + 1) return taken;
  if (latest && row.effectiveFrom <= latest.effectiveFrom)
    return refuse(
      'specification.malformed',
      `Version ${latest.version} holds from ${latest.effectiveFrom.toISOString()}: the next one holds from later on`,
      '/effectiveFrom',
    );
  const specificationId = context.newId();
  const written = await tx
    .insert(itemSpecifications)
    .values({
      ...row,
      id: specificationId,
      version,
      characteristics: content.characteristics,
      sampling: content.sampling,
      recordedAt: context.clock.now(),
    })
    // Two who wrote at once meet here.
    .onConflictDoNothing({ target: [itemSpecifications.itemId, itemSpecifications.version] })
    .returning({ id: itemSpecifications.id });
  if (written.length === 0) return taken;
  await writeAudit(tx, context, actor, [
    {
      action: 'specification.adopted',
      subjectKind: 'item',
      subjectId: row.itemId,
      reason: row.reason,
      after: { version, effectiveFrom: row.effectiveFrom.toISOString(), ...content },
    },
  ]);
  return allow({ specificationId, version });
}
