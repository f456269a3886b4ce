import {
  changeCalendarContract,
  importCalendarDaysContract,
  readCalendarContract,
  removeCalendarDayContract,
} from '#api/contracts/calendars.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findSite } from '#db/queries/by-code.ts';
import { readCalendarPage } from '#db/queries/calendar-page.ts';
import { readCalendars } from '#db/queries/site-calendars.ts';
import { nextOpening } from '#domain/business-calendar.ts';
import { allow, refuse } from '#domain/result.ts';
import { writeShift } from '#domain/shift-text.ts';
import { changeCalendar } from '#operations/change-calendar.ts';
import { importCalendarDays } from '#operations/import-calendar-days.ts';
import { removeCalendarDay } from '#operations/remove-calendar-day.ts';

export function calendarRoutes(app: ApiRouter, { operations }: Services): void {
  const { db, clock } = operations;

  app.route(readCalendarContract, async ({ params }) => {
    const now = clock.now();
    const site = await findSite(db, params.site);
    if (!site) return refuse('site.unknown', `There is no site ${params.site}`);
    const { weekly, version, days } = await readCalendarPage(db, site, now);
    const calendar = (await readCalendars(db, [site.id], now)).get(site.id);
    const opening = calendar ? nextOpening(calendar, now) : now;
    return allow({
      site: site.code,
      timeZone: site.timeZone,
      weekly: weekly?.map((shifts) => shifts.map(writeShift)) ?? null,
      open: opening.getTime() === now.getTime(),
      nextOpening: opening.toISOString(),
      days: days.map((day) => ({ ...day, shifts: day.shifts.map(writeShift) })),
      version,
    });
  });

  app.route(changeCalendarContract, ({ params, body }, request) =>
    changeCalendar(operations, request.command({ ...body, ...params, version: Number(request.ifMatch) })),
  );

  app.route(importCalendarDaysContract, ({ params, body }, request) =>
    importCalendarDays(operations, request.command({ ...body, ...params })),
  );

  app.route(removeCalendarDayContract, ({ params }, request) => removeCalendarDay(operations, request.command(params)));
}
