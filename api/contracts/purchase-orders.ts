import { z } from 'zod';
import type { Contract } from './contract.ts';
import { announced, announcedLine, announcement, expectedGoods, expectedQuery } from './expected-goods.ts';
import { page } from './shared.ts';

export const announcePurchaseOrderContract = {
  operationId: 'announcePurchaseOrder',
  tag: 'Purchase orders',
  summary: 'Tell what was ordered, so that what arrives can be compared',
  method: 'post',
  path: '/purchase-orders',
  right: 'goods.announce',
  body: z.strictObject({ ...announcement, lines: z.array(z.strictObject(announcedLine)).max(1_000) }),
  response: announced,
  status: 201,
  location: '/purchase-orders/{id}',
  refusals: ['announcement.refused', 'announcement.number-taken'],
  example: {
    body: {
      number: 'PO-7011',
      site: 'CHI',
      owner: 'FTB',
      supplier: 'GHF',
      lines: [{ item: 'BASIL', quantity: '12', unit: 'case' }],
    },
  },
} as const satisfies Contract;

export const listPurchaseOrdersContract = {
  operationId: 'listPurchaseOrders',
  tag: 'Purchase orders',
  summary: 'List purchase orders, the newest first, expected against received',
  method: 'get',
  path: '/purchase-orders',
  right: 'receipt.read',
  query: expectedQuery,
  response: page(expectedGoods),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const readPurchaseOrderContract = {
  operationId: 'readPurchaseOrder',
  tag: 'Purchase orders',
  summary: 'Read a purchase order: expected against received, per line',
  method: 'get',
  path: '/purchase-orders/:id',
  right: 'receipt.read',
  params: z.object({ id: z.uuid() }),
  response: expectedGoods,
  status: 200,
  refusals: ['purchase-order.unknown'],
} as const satisfies Contract;
