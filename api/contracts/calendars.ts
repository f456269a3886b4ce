import { z } from 'zod';
import type { Contract } from './contract.ts';
import { calendarDate, code } from './shared.ts';

const at = z.iso.datetime();
const params = z.object({ site: code });
const time = z.string().regex(/^\d{2}:\d{2}$/, 'A time is written as 07:00');
const shift = z.strictObject({
  opens: time.describe('By the clock of the site'),
  closes: time.describe('After 24:00 where the shift ends on the next day: 30:00 is six'),
});
const weekly = z.array(z.array(shift).max(24)).length(7).describe('Monday to Sunday; a day without shifts is closed');
const day = z.strictObject({
  date: calendarDate,
  name: z.string().trim().min(1).max(200),
  shifts: z.array(shift).max(24).default([]).describe('None: closed all day'),
});

export const readCalendarContract = {
  operationId: 'readCalendar',
  tag: 'Calendars',
  summary: 'Read when a site works',
  description: 'Without a calendar a site works around the clock: `weekly` is null and the version 0.',
  method: 'get',
  path: '/sites/:site/calendar',
  right: 'master-data.read',
  params,
  response: z.object({
    site: z.string(),
    timeZone: z.string(),
    weekly: weekly.nullable(),
    open: z.boolean().describe('Now'),
    nextOpening: at.describe('Now where it is open'),
    days: z.array(day).describe('Holidays and exceptions from today on'),
    version: z.int(),
  }),
  status: 200,
  etag: true,
  refusals: ['site.unknown'],
} as const satisfies Contract;

export const changeCalendarContract = {
  operationId: 'changeCalendar',
  tag: 'Calendars',
  summary: 'Set when a site works',
  description:
    'Reminders and escalations of ordinary tasks count its working time. Those of held and recalled stock run around the clock. Times that were set before stay.',
  method: 'put',
  path: '/sites/:site/calendar',
  right: 'calendar.edit',
  params,
  body: z.strictObject({ weekly }),
  response: z.object({ site: z.string(), timeZone: z.string(), weekly, version: z.int() }),
  status: 200,
  etag: true,
  ifMatch: true,
  refusals: ['site.unknown', 'calendar.shifts-overlap', 'calendar.never-open'],
  example: {
    params: { site: 'EWR' },
    body: { weekly: [...Array.from({ length: 5 }, () => [{ opens: '06:00', closes: '18:00' }]), [], []] },
  },
} as const satisfies Contract;

export const importCalendarDaysContract = {
  operationId: 'importCalendarDays',
  tag: 'Calendars',
  summary: 'Import holidays and exceptions of a site',
  description: 'All or none of the list; a day that is there already is replaced.',
  method: 'post',
  path: '/sites/:site/calendar-days',
  right: 'calendar.edit',
  params,
  body: z.strictObject({ days: z.array(day).min(1).max(500) }),
  response: z.object({ site: z.string(), added: z.int(), replaced: z.int() }),
  status: 200,
  refusals: [
    'site.unknown',
    'calendar.unknown',
    'calendar.shifts-overlap',
    'calendar.too-many-days',
    'date.malformed',
    'date.impossible',
  ],
  example: {
    params: { site: 'EWR' },
    body: {
      days: [
        { date: '2026-11-26', name: 'Thanksgiving' },
        { date: '2026-11-27', name: 'Day after', shifts: [{ opens: '06:00', closes: '12:00' }] },
      ],
    },
  },
} as const satisfies Contract;

export const removeCalendarDayContract = {
  operationId: 'removeCalendarDay',
  tag: 'Calendars',
  summary: 'Let a day be again what its weekday is',
  method: 'delete',
  path: '/sites/:site/calendar-days/:date',
  right: 'calendar.edit',
  params: z.object({ site: code, date: calendarDate }),
  status: 204,
  refusals: ['site.unknown', 'calendar.day-unknown'],
} as const satisfies Contract;
