import { z } from 'zod';
import type { Contract } from './contract.ts';
import { announced, announcedLine, announcement, expectedGoods, expectedQuery } from './expected-goods.ts';
import { page } from './shared.ts';

export const announceAdvanceNoticeContract = {
  operationId: 'announceAdvanceNotice',
  tag: 'Advance notices',
  summary: 'Tell what a supplier has sent, lot by lot',
  method: 'post',
  path: '/advance-notices',
  right: 'goods.announce',
  body: z.strictObject({
    ...announcement,
    purchaseOrder: z.string().trim().min(1).max(60).nullish(),
    lines: z
      .array(z.strictObject({ ...announcedLine, supplierLotNumber: z.string().trim().max(50).nullish() }))
      .max(1_000),
  }),
  response: announced,
  status: 201,
  location: '/advance-notices/{id}',
  refusals: ['announcement.refused', 'announcement.number-taken'],
  example: {
    body: {
      number: 'ASN-7011',
      site: 'CHI',
      owner: 'FTB',
      supplier: 'GHF',
      purchaseOrder: 'PO-7010',
      lines: [{ item: 'BASIL', quantity: '8', unit: 'case', supplierLotNumber: 'GH-1007' }],
    },
  },
} as const satisfies Contract;

export const listAdvanceNoticesContract = {
  operationId: 'listAdvanceNotices',
  tag: 'Advance notices',
  summary: 'List advance notices, the newest first, expected against received',
  method: 'get',
  path: '/advance-notices',
  right: 'receipt.read',
  query: expectedQuery,
  response: page(expectedGoods),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const readAdvanceNoticeContract = {
  operationId: 'readAdvanceNotice',
  tag: 'Advance notices',
  summary: 'Read an advance notice: expected against received, per line',
  method: 'get',
  path: '/advance-notices/:id',
  right: 'receipt.read',
  params: z.object({ id: z.uuid() }),
  response: expectedGoods,
  status: 200,
  refusals: ['advance-notice.unknown'],
} as const satisfies Contract;
