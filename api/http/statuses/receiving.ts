import type { RuleCode } from '#domain/rule-codes.ts';

export const receivingStatuses = {
  'receipt.refused': 422,
  'receipt.unknown': 404,
  'receipt.number-taken': 409,
  'receipt.lines-missing': 422,
  'receipt.supplier-lot-number-missing': 422,
  'receipt.supplier-lot-number-malformed': 422,
  'receipt.traceability-lot-code-malformed': 422,
  'purchase-order.unknown': 404,
  'advance-notice.unknown': 404,
  'announcement.refused': 422,
  'announcement.number-taken': 409,
  'certificate.already-withdrawn': 409,
  'certificate.number-taken': 409,
  'document.unknown': 404,
  'document.too-large': 413,
  'document.type-not-allowed': 415,
  'document.type-mismatch': 422,
  'document.hash-mismatch': 422,
  'document.empty': 422,
} as const satisfies Partial<Record<RuleCode, number>>;
