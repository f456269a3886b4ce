import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import { isoText, nameOfActor } from './iso-text.ts';
import { signatureWithId } from './shown-signature.ts';

export type TaskRow = typeof tasks.$inferSelect;

/** What a task is about, as much as its page shows before it is opened. */
export type TaskSubject =
  | {
      kind: 'quarantine_review';
      id: string;
      number: string;
      state: string;
      dueAt: string;
      outcome: string | null;
      holdId: string;
      holdNumber: string;
      rule: string;
      reason: string;
      placedBy: string;
      signature: ShownSignature | null;
    }
  | {
      kind: 'disposal';
      id: string;
      number: string;
      state: string;
      dueAt: string;
      holdNumber: string;
      reason: string;
      decidedBy: string;
    }
  | {
      kind: 'release_approval';
      id: string;
      number: string;
      state: string;
      dueAt: string;
      outcome: string;
      quantity: string;
      unit: string;
    }
  | {
      kind: 'receipt';
      id: string;
      number: string;
      supplier: string;
      supplierName: string;
      owner: string;
      happenedAt: string;
    };

export type TaskDetail = {
  lot: string | null;
  item: string | null;
  itemName: string | null;
  site: string | null;
  siteName: string | null;
  timeZone: string | null;
  entity: string | null;
  settledBy: string | null;
  subject: TaskSubject | null;
};

/** A task's row, and beside it what its page needs; undefined where there is none. */
export async function readTask(db: DbOrTx, taskId: string): Promise<{ row: TaskRow; detail: TaskDetail } | undefined> {
  const [row] = await db.select().from(tasks).where(sql`${tasks.id} = ${taskId}::uuid`);
  if (!row) return undefined;
  const [detail] = await db.execute<TaskDetail>(sql`
    select lot.code as lot, item.code as item, item.name as "itemName", site.code as site, site.name as "siteName",
           site.time_zone as "timeZone", entity.code as entity, ${nameOfActor(sql`task.settled_by`)} as "settledBy",
           coalesce(
             (select jsonb_build_object('kind', 'quarantine_review', 'id', review.id, 'number', review.number, 'state', review.state,
                       'dueAt', ${isoText(sql`review.due_at`)}, 'outcome', review.outcome, 'holdId', hold.id, 'holdNumber', hold.number,
                       'rule', hold.rule, 'reason', hold.reason, 'placedBy', hold.placed_by_name,
                       'signature', ${signatureWithId(sql`review.decision_signature_id`)})
                from quarantine_reviews review join holds hold on hold.id = review.hold_id
               where task.subject_kind = 'quarantine_review' and review.id = task.subject_id),
             (select jsonb_build_object('kind', 'disposal', 'id', disposal.id, 'number', disposal.number, 'state', disposal.state,
                       'dueAt', ${isoText(sql`disposal.due_at`)}, 'holdNumber', hold.number, 'reason', disposal.reason,
                       'decidedBy', disposal.decided_by_name)
                from disposals disposal join holds hold on hold.id = disposal.hold_id
               where task.subject_kind = 'disposal' and disposal.id = task.subject_id),
             (select jsonb_build_object('kind', 'release_approval', 'id', release.id, 'number', release.number, 'state', release.state,
                       'dueAt', ${isoText(sql`release.due_at`)}, 'outcome', release.outcome,
                       'quantity', trim_scale(release.quantity)::text, 'unit', item.base_unit)
                from release_approvals release
               where task.subject_kind = 'release_approval' and release.id = task.subject_id),
             (select jsonb_build_object('kind', 'receipt', 'id', receipt.id, 'number', receipt.number, 'supplier', supplier.code,
                       'supplierName', supplier.name, 'owner', owner.code, 'happenedAt', ${isoText(sql`receipt.happened_at`)})
                from receipts receipt join parties supplier on supplier.id = receipt.supplier_id
                join legal_entities owner on owner.id = receipt.owner_id
               where task.subject_kind = 'receipt' and receipt.id = task.subject_id)) as subject
      from tasks task left join lots lot on lot.id = task.lot_id left join items item on item.id = lot.item_id
      left join sites site on site.id = task.site_id left join legal_entities entity on entity.id = task.entity_id
     where task.id = ${taskId}::uuid`);
  return detail && { row, detail };
}
