import type { NotificationContent, TaskMention } from './notifications.ts';

/** Languages that messages are written in. Another one is another function here, and a person's choice. */
export const languages = ['en'] as const;
export type Language = (typeof languages)[number];

/** A message before it is text or HTML. Everything in it is plain text; links are made of records. */
export type Message = {
  subject: string;
  paragraphs: readonly string[];
  lists: readonly { title: string; items: readonly { text: string; taskId: string }[] }[];
};

export const messageOf: Record<Language, (content: NotificationContent) => Message> = { en: inEnglish };

function inEnglish(content: NotificationContent): Message {
  switch (content.kind) {
    case 'task_assigned':
      return aboutTask(content.task, `Yours: ${content.task.title}`, [
        `${content.by} gave you a task.`,
        ...insteadOf(content.standingInFor),
      ]);
    case 'task_reminder':
      return aboutTask(content.task, `Waiting: ${content.task.title}`, [
        'A task is still open.',
        ...insteadOf(content.standingInFor),
      ]);
    case 'task_escalated':
      return aboutTask(content.task, `Escalated: ${content.task.title}`, [
        `Nobody has settled this task in time, so it has come to you (step ${content.step} of its chain).`,
        ...insteadOf(content.standingInFor),
      ]);
    case 'case_escalated':
      return aboutTask(content.task, `Overdue case: ${content.task.title}`, [
        'A case is overdue: nobody has decided yet, or what was decided has not been carried out. Nothing is freed by waiting.',
        ...insteadOf(content.standingInFor),
      ]);
    case 'stand_in_named':
      return {
        subject: `You stand in for ${content.absent}`,
        paragraphs: [
          `${content.absent} is away from ${time(content.from, content.timeZone)} until ${time(content.until, content.timeZone)} and named you as stand-in.`,
          'What would be brought to their mind comes to you meanwhile, as far as you have the right to do something about it.',
        ],
        lists: [],
      };
    case 'daily_digest':
      return {
        subject: `${content.site}, ${content.date}: ${inWords(content.counts)}`,
        paragraphs: [`What waits for you on ${content.date}. Times are of ${content.timeZone}.`],
        lists: [
          { title: titled('Overdue', content.counts.overdue, content.overdue), items: content.overdue.map(asItem) },
          { title: titled('Due today', content.counts.due, content.due), items: content.due.map(asItem) },
          { title: titled('New', content.counts.fresh, content.fresh), items: content.fresh.map(asItem) },
        ].filter(({ items }) => items.length > 0),
      };
    case 'delivery_test':
      return {
        subject: 'A test from Holdfast',
        paragraphs: [`${content.by} asked whether messages reach you here. They do.`],
        lists: [],
      };
  }
}

const aboutTask = (task: TaskMention, subject: string, paragraphs: readonly string[]): Message => ({
  subject,
  paragraphs,
  lists: [{ title: 'The task', items: [asItem(task)] }],
});

const insteadOf = (absent: string | undefined): string[] =>
  absent === undefined ? [] : [`You are told because you stand in for ${absent}, who is away.`];

const asItem = ({ title, site, dueAt, timeZone, taskId }: TaskMention) => ({
  text: `${title} (${site ?? 'every site'}, due ${time(dueAt, timeZone)})`,
  taskId,
});

const titled = (title: string, count: number, named: readonly unknown[]): string =>
  count > named.length ? `${title}: ${count}, the first ${named.length} of them` : `${title}: ${count}`;

const inWords = ({ overdue, due, fresh }: { overdue: number; due: number; fresh: number }): string =>
  [overdue > 0 && `${overdue} overdue`, due > 0 && `${due} due today`, fresh > 0 && `${fresh} new`]
    .filter((part) => part !== false)
    .join(', ');

/** An instant as the people of a site read it, with the zone named. */
function time(instant: string, timeZone: string): string {
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return `${shown.format(new Date(instant))} ${timeZone}`;
}
