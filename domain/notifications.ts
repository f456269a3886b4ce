/** What people are told. Permanent: preferences, rows and statistics name them. */
export const notificationKinds = [
  'task_assigned',
  'task_reminder',
  'task_escalated',
  'case_escalated',
  'stand_in_named',
  'daily_digest',
  'delivery_test',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** Kinds that law or a recall plan counts on reaching somebody: how is a preference, whether is not. */
export const mandatoryKinds: readonly NotificationKind[] = ['case_escalated', 'delivery_test'];

/** How a person is told beyond the list in the product, which always has it. */
export const notificationChannels = ['mail', 'webhook', 'none'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/**
 * Where a notification stands. `kept`: in the product alone, as preferred; `waiting`: to be sent, or to be tried again; `sent`:
 * taken by the server at the other end; `not_sent`: there is nowhere to send it; `bounced`: refused for good; `failed`: given up.
 */
export const notificationStates = ['kept', 'waiting', 'sent', 'not_sent', 'bounced', 'failed'] as const;
export type NotificationState = (typeof notificationStates)[number];

/** A task as a message names it. The time zone is its site's. */
export type TaskMention = {
  taskId: string;
  title: string;
  site: string | null;
  timeZone: string;
  dueAt: string;
};

/** What a message says, in no language yet. `standingInFor` names who is away where a stand-in is told instead. */
export type NotificationContent =
  | { kind: 'task_assigned'; task: TaskMention; by: string; standingInFor?: string }
  | { kind: 'task_reminder'; task: TaskMention; standingInFor?: string }
  | { kind: 'task_escalated' | 'case_escalated'; task: TaskMention; step: number; standingInFor?: string }
  | { kind: 'stand_in_named'; absent: string; from: string; until: string; timeZone: string }
  | {
      kind: 'daily_digest';
      date: string;
      site: string;
      timeZone: string;
      counts: DigestCounts;
      overdue: readonly TaskMention[];
      due: readonly TaskMention[];
      fresh: readonly TaskMention[];
    }
  | { kind: 'delivery_test'; by: string };

export type DigestCounts = { overdue: number; due: number; fresh: number };

/** Which record a message leads to. */
export type NotificationSubject = { kind: 'task' | 'absence' | 'person'; id: string };

export type ChosenChannel = { channel: NotificationChannel; endpointId: string | null };

/** Mail, unless the person chose otherwise; a kind that must reach them is mailed where nothing was to be sent. */
export function channelFor(kind: NotificationKind, chosen: ChosenChannel | undefined): ChosenChannel {
  const mail = { channel: 'mail', endpointId: null } as const;
  if (!chosen) return mail;
  return chosen.channel === 'none' && mandatoryKinds.includes(kind) ? mail : chosen;
}
