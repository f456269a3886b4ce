import { sql } from 'drizzle-orm';
import { readRecords } from '#db/queries/master-records.ts';
import type { OperationContext } from './context.ts';
import { writeScores } from './score-records.ts';

const atOnce = 200;

/** Scores items anew whose specification has come into effect since they were scored without one. */
export async function scoreSpecifiedItems(context: OperationContext): Promise<{ more: boolean }> {
  return await context.db.transaction(async (tx) => {
    const found = await tx.execute<{ code: string }>(sql`
      select code from items item where missing ? 'item.specification-missing' and exists (
         select from item_specifications one
          where one.item_id = item.id and one.effective_from <= ${context.clock.now().toISOString()}::timestamptz)
       order by code limit ${atOnce}`);
    const codes = found.map(({ code }) => code);
    await writeScores(tx, context, 'item', [...(await readRecords(tx, 'item', codes)).values()]);
    return { more: codes.length === atOnce };
  });
}
