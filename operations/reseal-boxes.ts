import { eq } from 'drizzle-orm';
import { webhookEndpoints } from '#db/schema/notifications.ts';
import { secondFactors } from '#db/schema/second-factors.ts';
import type { OperationContext } from './context.ts';
import { boxOfUser } from './second-factor-proof.ts';
import { closeBox, openBox } from './secret-box.ts';
import type { SecretKeys } from './secrets.ts';

/**
 * Closes with the present secret of the installation what one before it closed, so that the one before can be taken out of use.
 * Safe at each start and by several processes at once. Answers how many were closed anew.
 */
export async function resealBoxes({ db }: Pick<OperationContext, 'db'>, secretKeys: SecretKeys): Promise<number> {
  const [present] = secretKeys;
  const anew = (about: string, box: string | null): string | null => {
    if (box === null || openBox([present], about, box) !== null) return box;
    const text = openBox(secretKeys, about, box);
    return text === null ? box : closeBox(present, about, text);
  };
  return await db.transaction(async (tx) => {
    let resealed = 0;
    for (const row of await tx.select().from(webhookEndpoints).for('update')) {
      const boxes = {
        secretBox: anew(row.id, row.secretBox) ?? row.secretBox,
        previousSecretBox: anew(row.id, row.previousSecretBox),
      };
      if (boxes.secretBox === row.secretBox && boxes.previousSecretBox === row.previousSecretBox) continue;
      await tx.update(webhookEndpoints).set(boxes).where(eq(webhookEndpoints.id, row.id));
      resealed += 1;
    }
    for (const row of await tx.select().from(secondFactors).for('update')) {
      const about = boxOfUser(row.userId);
      const boxes = { secretBox: anew(about, row.secretBox), pendingBox: anew(about, row.pendingBox) };
      if (boxes.secretBox === row.secretBox && boxes.pendingBox === row.pendingBox) continue;
      await tx.update(secondFactors).set(boxes).where(eq(secondFactors.userId, row.userId));
      resealed += 1;
    }
    return resealed;
  });
}
