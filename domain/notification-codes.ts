/** What can be refused about calendars, chains, absences, notifications and webhooks. */
export const notificationCodes = [
  'calendar.unknown',
  'calendar.never-open',
  'calendar.shifts-overlap',
  'calendar.day-unknown',
  'calendar.too-many-days',
  'chain.role-without-tasks',
  'absence.unknown',
  'absence.in-the-past',
  'absence.overlaps',
  'absence.stand-in-unfit',
  'notification.unknown',
  'notification.mandatory',
  'notification.not-resendable',
  'webhook.unknown',
  'webhook.name-taken',
  'webhook.address-not-allowed',
] as const;
