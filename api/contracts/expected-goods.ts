import { z } from 'zod';
import { calendarDate, code, flag, paging, quantityText } from './shared.ts';

/** What purchase orders and advance notices have in common. */
export const announcement = {
  number: z.string().trim().min(1).max(60),
  site: code,
  owner: code,
  supplier: code,
  expectedOn: calendarDate.nullish(),
};

export const announcedLine = {
  item: code.describe('The code of an item, or a GTIN of it or of one of its units'),
  quantity: quantityText,
  unit: z.string().trim().min(1).max(40),
};

export const announced = z.object({ id: z.uuid(), number: z.string() });

export const expectedQuery = z.strictObject({
  ...paging,
  site: code.optional(),
  supplier: code.optional(),
  number: code.optional(),
  open: flag.optional().describe('true: nothing came yet; false: something did'),
});

/** Quantities in base units. */
export const expectedGoods = z.object({
  id: z.uuid(),
  number: z.string(),
  site: z.string(),
  owner: z.string(),
  supplier: z.string(),
  supplierName: z.string(),
  purchaseOrder: z.string().nullable(),
  expectedOn: z.string().nullable(),
  imported: z.boolean(),
  open: z.boolean(),
  lines: z.array(
    z.object({
      line: z.int(),
      item: z.string(),
      itemName: z.string(),
      supplierLotNumber: z.string().nullable(),
      unit: z.string(),
      expectedQuantity: z.string(),
      receivedQuantity: z.string(),
    }),
  ),
  receipts: z.array(z.object({ receiptId: z.uuid(), number: z.string() })),
});
