import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const notificationExplanations = {
  'calendar.unknown': {
    title: 'No calendar there',
    remedy: 'This site works around the clock; set its calendar first.',
  },
  'calendar.never-open': {
    title: 'A calendar that never opens',
    remedy: 'Give at least one day of the week a shift; a site that never closes works every day from 00:00 to 24:00.',
  },
  'calendar.shifts-overlap': {
    title: 'Shifts that do not fit',
    remedy:
      'Put the shifts of a day in order, none beginning before the one before has ended; one that ends on the next day closes after 24:00, such as 30:00 for six.',
  },
  'calendar.day-unknown': {
    title: 'No such day in the calendar',
    remedy: 'List the days of the calendar; only holidays and exceptions are in it.',
  },
  'calendar.too-many-days': {
    title: 'Too many days in the calendar',
    remedy: 'Keep the holidays of the next few years; remove those that are over.',
  },
  'chain.role-without-tasks': {
    title: 'Somebody in the chain cannot act',
    remedy: 'Name roles and people with the right to work tasks or to hand them to others.',
  },
  'absence.unknown': {
    title: 'No such absence',
    remedy: 'List the absences to find the id; one that is over stays as it was.',
  },
  'absence.in-the-past': {
    title: 'An absence that is over',
    remedy: 'Say from when until when somebody will be away; it ends in the future and after it begins.',
  },
  'absence.overlaps': {
    title: 'Away twice at once',
    remedy: 'End the absence that is named, or choose days that it does not cover.',
  },
  'absence.stand-in-unfit': {
    title: 'Not a possible stand-in',
    remedy: 'Name an active colleague, not yourself.',
  },
  'notification.unknown': {
    title: 'No such notification',
    remedy: 'List your notifications; those of others are seen by administrators.',
  },
  'notification.mandatory': {
    title: 'Must reach you',
    remedy: 'Choose mail or a webhook for it: messages of this kind cannot be switched off.',
  },
  'notification.not-resendable': {
    title: 'Nothing to send again',
    remedy: 'Only messages that bounced, failed or found nowhere to go are sent again.',
  },
  'webhook.unknown': { title: 'No such webhook', remedy: 'List the webhook endpoints to find the id.' },
  'webhook.name-taken': { title: 'Name taken', remedy: 'Choose another name for the webhook.' },
  'webhook.address-not-allowed': {
    title: 'Address not allowed',
    remedy:
      'Use https and a host on the open internet; a host inside the house has to be allowed by HOLDFAST_WEBHOOK_ALLOWED_HOSTS.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
