import { type DescribedPolicy, minutes, number } from './policy-definition.ts';

/** How long people have. A process takes the length that is in force when its clock starts, for good. */
export const deadlinePolicies = {
  review_remind_after_minutes: minutes('1440', 'An open quarantine review is brought to mind again after this time'),
  review_escalate_after_minutes: minutes(
    '2880',
    'An open quarantine review goes to quality management after this time; it is due then',
  ),
  review_extension_max_days: {
    ...number('days', '1', '90', 0),
    stricter: 'lower',
    installed: '14',
    meaning: 'How far ahead of today a quarantine review may be extended',
  },
  release_remind_after_minutes: minutes('1440', 'An open release is brought to mind again after this time'),
  release_escalate_after_minutes: minutes('2880', 'An open release goes to quality management after this time'),
  release_due_after_minutes: minutes('10080', 'Stock whose release is not decided after this time is held'),
  release_extension_max_days: {
    ...number('days', '1', '90', 0),
    stricter: 'lower',
    installed: '14',
    meaning: 'How far ahead of today a release may be extended, while a laboratory is waited for',
  },
  disposal_remind_after_minutes: minutes('1440', 'An open disposal is brought to mind again after this time'),
  disposal_escalate_after_minutes: minutes('4320', 'An open disposal goes to quality management after this time'),
  disposal_extension_max_days: {
    ...number('days', '1', '90', 0),
    stricter: 'lower',
    installed: '14',
    meaning: 'How far ahead of today a disposal may be extended',
  },
  policy_change_remind_after_minutes: minutes('1440', 'A proposed policy is brought to mind again after this time'),
  policy_change_escalate_after_minutes: minutes('4320', 'A proposed policy goes to quality management after this time'),
  policy_change_expire_after_minutes: minutes('20160', 'A proposed policy that nobody decided lapses after this time'),
  master_data_change_remind_after_minutes: minutes(
    '1440',
    'A proposed change of master data is brought to mind again after this time',
  ),
  master_data_change_escalate_after_minutes: minutes(
    '4320',
    'A proposed change of master data goes to management after this time',
  ),
  master_data_change_expire_after_minutes: minutes(
    '20160',
    'A proposed change of master data that nobody decided lapses after this time',
  ),
  // Of the working time of the task's site, where it has a calendar: 480 minutes are a day of one shift.
  task_remind_after_minutes: minutes('480', 'A task without a process of its own is brought to mind after this time'),
  task_escalate_after_minutes: minutes('960', 'A task that is due by then goes one step up its chain after this time'),
  task_escalate_again_after_minutes: minutes('480', 'A task that went one step up goes to the next after this time'),
  notification_retry_after_minutes: minutes(
    '1',
    'A notice whose delivery is put off is tried again after this time, then after twice as long each time',
  ),
  notification_give_up_after_minutes: minutes('4320', 'A notice that cannot be delivered is given up after this time'),
} as const satisfies Record<string, DescribedPolicy>;
