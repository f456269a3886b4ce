import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const disposalsExplanations = {
  'review.disposal-under-way': {
    title: 'A disposal carries this decision out',
    remedy: 'Work on the disposal the detail names; withdraw it to decide anew.',
  },
  'disposal.unknown': { title: 'No such disposal', remedy: 'List the disposals to find the id.' },
  'disposal.not-approved': {
    title: 'Not approved yet',
    remedy: 'Destroy nothing before every approval is in; the disposal names how many are missing.',
  },
  'disposal.already-approved': { title: 'Approved already', remedy: 'Nothing is left to approve.' },
  'disposal.approved-twice': { title: 'Already approved by you', remedy: 'Another person approves.' },
  'disposal.over': { title: 'Disposal is over', remedy: 'Read the disposal to see what became of it.' },
  'disposal.second-person-required': {
    title: 'Somebody else does this',
    remedy: 'Deciding, destroying and witnessing are the work of different people: ask somebody else with the right.',
  },
  'disposal.more-than-approved': {
    title: 'More than was approved',
    remedy: 'Have the surplus settled as a difference, or withdraw the disposal and decide about all of it.',
  },
  'disposal.nothing-left': { title: 'All goods are destroyed', remedy: 'Add the papers that are missing.' },
  'disposal.destruction-unknown': {
    title: 'No such destruction',
    remedy: 'Read the disposal to find the id of the run.',
  },
  'disposal.not-awaiting-witness': {
    title: 'No witness is awaited',
    remedy: 'Read the disposal to see what became of this run.',
  },
  'disposal.already-destroyed': {
    title: 'Goods have been destroyed',
    remedy: 'What has begun is finished: a decision is taken back only before anything was destroyed.',
  },
  'disposal.nothing-to-settle': {
    title: 'Nothing to settle',
    remedy: 'Every run recorded is booked; read the disposal to see what it waits for.',
  },
  'disposal.extension-not-later': {
    title: 'Not a later date',
    remedy: 'Name an instant after the one at which the disposal is due, and after now.',
  },
  'disposal.extension-too-long': {
    title: 'Too far ahead',
    remedy: 'Stay within the policy disposal_extension_max_days; extend again when that time comes.',
  },
  'disposal.runs-pending': {
    title: 'Runs are not booked yet',
    remedy: 'Have each run that was recorded witnessed and booked, refused or struck first.',
  },
  'disposal.nothing-destroyed': {
    title: 'Nothing was destroyed',
    remedy: 'Withdraw the disposal: a disposal ends early only where a part is destroyed and booked.',
  },
  'write-off.unknown': { title: 'No such write-off', remedy: 'List the write-offs to find the id.' },
  'write-off.valued-already': {
    title: 'This write-off has a value',
    remedy: 'A write-off is valued once; read it to see by what cost and whose.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
