import type { RuleCode } from '#domain/rule-codes.ts';

export const notificationStatuses = {
  'calendar.unknown': 404,
  'calendar.never-open': 422,
  'calendar.shifts-overlap': 422,
  'calendar.day-unknown': 404,
  'calendar.too-many-days': 422,
  'chain.role-without-tasks': 422,
  'absence.unknown': 404,
  'absence.in-the-past': 422,
  'absence.overlaps': 409,
  'absence.stand-in-unfit': 422,
  'notification.unknown': 404,
  'notification.mandatory': 422,
  'notification.not-resendable': 409,
  'webhook.unknown': 404,
  'webhook.name-taken': 409,
  'webhook.address-not-allowed': 422,
} as const satisfies Partial<Record<RuleCode, number>>;
