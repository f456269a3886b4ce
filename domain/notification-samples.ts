import type { NotificationContent, NotificationKind, TaskMention } from './notifications.ts';

const task: TaskMention = {
  taskId: '00000000-0000-7000-8000-000000000000',
  title: 'Attach the announced certificate COA-GHF-1120 to BASIL-000001',
  site: 'CHI',
  timeZone: 'America/Chicago',
  dueAt: '2026-11-23T21:00:00.000Z',
};

/** One of each kind, to look at before anybody is told. */
export const notificationSamples: Record<NotificationKind, NotificationContent> = {
  task_assigned: { kind: 'task_assigned', task, by: 'Dana Whitlock' },
  task_reminder: { kind: 'task_reminder', task, standingInFor: 'Tomas Brandt' },
  task_escalated: { kind: 'task_escalated', task, step: 1 },
  case_escalated: {
    kind: 'case_escalated',
    task: { ...task, title: 'Decide about GCB-14 at CHI: lids are open' },
    step: 1,
  },
  stand_in_named: {
    kind: 'stand_in_named',
    absent: 'Tomas Brandt',
    from: '2026-11-23T13:00:00.000Z',
    until: '2026-11-30T13:00:00.000Z',
    timeZone: 'America/Chicago',
  },
  daily_digest: {
    kind: 'daily_digest',
    date: '2026-11-23',
    site: 'CHI',
    timeZone: 'America/Chicago',
    counts: { overdue: 1, due: 1, fresh: 0 },
    overdue: [{ ...task, dueAt: '2026-11-20T21:00:00.000Z', title: 'Reconcile purchase order PO-7010' }],
    due: [task],
    fresh: [],
  },
  delivery_test: { kind: 'delivery_test', by: 'Dana Whitlock' },
};
