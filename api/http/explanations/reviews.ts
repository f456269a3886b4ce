import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const reviewsExplanations = {
  'review.unknown': { title: 'No such quarantine review', remedy: 'List the reviews to find the id.' },
  'review.already-decided': {
    title: 'Someone decided first',
    remedy: 'The detail names who and when. Read the review to see the outcome.',
  },
  'review.not-open': { title: 'Review not open', remedy: 'Read the review to see what became of it.' },
  'review.not-decided': { title: 'Review not decided yet', remedy: 'Decide first; this step follows from a decision.' },
  'review.second-person-required': {
    title: 'A second person decides',
    remedy: 'Ask somebody else with the right: who asked for the hold does not decide about it.',
  },
  'review.extension-too-long': {
    title: 'Extension too long',
    remedy: 'Choose an earlier date; the longest extension is set by policy.',
  },
  'review.extension-not-later': { title: 'Extension not later', remedy: 'Choose a date after the present one.' },
  'review.confirmed-twice': { title: 'Already confirmed by you', remedy: 'A second person confirms.' },
  'review.outcome-not-confirmable': {
    title: 'Nothing to confirm by hand',
    remedy: 'This outcome is carried out by itself.',
  },
  'review.already-closed': {
    title: 'Review already closed',
    remedy: 'Nothing is left to do: read the review to see its outcome.',
  },
  'review.nothing-to-settle': {
    title: 'Nothing to settle',
    remedy: 'No step of this review has failed; read it to see where it stands.',
  },
  'task.unknown': { title: 'No such task', remedy: 'List the tasks to find the id.' },
  'task.already-claimed': {
    title: 'Somebody has claimed it',
    remedy: 'The detail names who. They release it, or somebody with the right reassigns it.',
  },
  'task.not-claimed': { title: 'Nobody has claimed it', remedy: 'Claim it first.' },
  'task.not-yours': {
    title: 'Claimed by somebody else',
    remedy: 'Whoever has claimed it works it; a reassignment needs its right.',
  },
  'task.settled': { title: 'Task already settled', remedy: 'Nothing is left to do.' },
  'task.settled-by-process': {
    title: 'Settled by its process',
    remedy: 'Act on the case the task belongs to; the task is settled with it.',
  },
  'task.assignee-not-entitled': {
    title: 'Assignee lacks the right',
    remedy: 'Choose somebody who may work tasks of this kind at this site.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
