import { type SQL, sql } from 'drizzle-orm';

/** Whether a receipt has a line of an item category: then its heading, and those lines, are of that category. */
export const someLineOf = (receiptId: SQL, category: string): SQL =>
  sql`exists (select from receipt_lines one join items item on item.id = one.item_id
               where one.receipt_id = ${receiptId} and item.category = ${category})`;

/** Whether all lines of a receipt are of an item category: what tells of the whole delivery, such as its papers, is told then only. */
export const allLinesOf = (receiptId: SQL, category: string): SQL => sql`receipt_is_all_of(${receiptId}, ${category})`;

/** Whether all lots that an inspection names are of an item category: its checks and papers tell of them together. */
export const allInspectedAreOf = (inspectionId: SQL, category: string): SQL =>
  sql`(exists (select from inspection_lots named where named.inspection_id = ${inspectionId}) and not exists (
         select from inspection_lots named join lots one on one.id = named.lot_id join items item on item.id = one.item_id
          where named.inspection_id = ${inspectionId} and item.category is distinct from ${category}))`;
