import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const releasesExplanations = {
  'specification.unknown': {
    title: 'No such specification',
    remedy: 'The item has none in effect then; have one proposed and approved.',
  },
  'specification.malformed': {
    title: 'Specification not workable',
    remedy: 'Each problem names its place: correct them together and send it again.',
  },
  'specification.version-taken': {
    title: 'Somebody changed the specification first',
    remedy: 'Read the version that is there now and make the change on it.',
  },
  'result.refused': {
    title: 'Results refused',
    remedy: 'Each problem names its line: correct them together and send all again. Nothing was recorded.',
  },
  'result.characteristic-unknown': {
    title: 'Not in the specification',
    remedy: 'Use a name of the specification that this release is judged by; its page shows them.',
  },
  'result.sample-unknown': {
    title: 'No such sample',
    remedy: 'Name a sample of the plan, or none where the characteristic is measured once for the lot.',
  },
  'result.value-malformed': {
    title: 'No value of this characteristic',
    remedy: 'Send a number, "<" and a number below what can be detected, or one of the allowed words.',
  },
  'result.repeated': { title: 'Result stated twice', remedy: 'State each characteristic once for each sample.' },
  'result.sampled-later': {
    title: 'Sampled after it was measured',
    remedy: 'Send when the samples were taken as `sampledAt`, and when they were measured as `happenedAt`.',
  },
  'result.not-owed': {
    title: 'No results are waited for',
    remedy: 'This release is over. A new finding about the lot is an inspection, which holds it if it failed.',
  },
  'release.unknown': { title: 'No such release', remedy: 'List the releases to find the id.' },
  'release.already-decided': {
    title: 'This release is over',
    remedy: 'The detail names what ended it, who and when. Read the release to see what follows.',
  },
  'release.results-missing': {
    title: 'Results are missing',
    remedy: 'Record what the detail names; where that cannot wait, there is the urgent release.',
  },
  'release.results-changed': {
    title: 'New results since you read it',
    remedy: 'Read the release again, and decide on the results that are there now.',
  },
  'release.second-person-required': {
    title: 'Another person decides',
    remedy: 'Ask somebody else with the right: each approval is another person, never a system with a key.',
  },
  'release.terms-differ': {
    title: 'The first approval was given to other terms',
    remedy: 'Approve what the first one approved, have that approval taken back, or reject it.',
  },
  'release.manager-required': {
    title: 'The second approval is a manager’s',
    remedy: 'Policy asks for the approvals in order: ask somebody with the right release.approve-as-manager.',
  },
  'release.part-malformed': {
    title: 'Part not released',
    remedy: 'Name where the part stands, how much of it, and another location where it is set apart.',
  },
  'release.conditions-malformed': {
    title: 'Conditions say nothing',
    remedy: 'Name customers, a last day of use in the future, or both.',
  },
  'release.conditions-not-allowed': {
    title: 'No conditional release here',
    remedy: 'Policy conditional_release_allowed rules it out for this item or site: approve all of it, or reject it.',
  },
  'release.urgent-not-allowed': {
    title: 'No urgent release here',
    remedy: 'Policy urgent_release_allowed rules it out for this item or site: record the results.',
  },
  'release.not-urgent': {
    title: 'The results are in',
    remedy: 'An urgent release is for stock whose results are missing: approve it.',
  },
  'release.nothing-to-settle': {
    title: 'Nothing to settle',
    remedy: 'No step of this release has failed; read it to see where it stands.',
  },
  'release.nothing-to-take-back': {
    title: 'No approval to take back',
    remedy: 'What was approved by everybody needed is released: hold the stock where it has to be stopped.',
  },
  'release.extension-not-later': { title: 'Extension not later', remedy: 'Choose a date after the present one.' },
  'release.extension-too-long': {
    title: 'Extension too long',
    remedy: 'Choose an earlier date; the longest extension is set by policy release_extension_max_days.',
  },
  'release.lot-expired': {
    title: 'Lot expired',
    remedy: 'Reject the release, or have the stock held: what becomes of it is decided in its quarantine review.',
  },
  'release.limit-unknown': { title: 'No such conditions', remedy: 'Lots and stock show their `limits` with the id.' },
  'release.limit-ended': {
    title: 'These conditions hold no more',
    remedy: 'Read the stock again: it shows the conditions that hold now.',
  },
  'release.limit-not-tighter': {
    title: 'Allows more than now, or the same',
    remedy: 'What frees stock is approved by others: send it to /release-limits/{limitId}/proposals.',
  },
  'release.limit-not-looser': {
    title: 'Allows nothing more than now',
    remedy: 'What only stops stock takes effect at once: send it to /release-limits/{limitId}/tightening.',
  },
  'release.change-already-proposed': {
    title: 'Other conditions are proposed already',
    remedy: 'The detail names the release approval about them: approve or reject it first.',
  },
  'release.customer-not-allowed': {
    title: 'Released for other customers',
    remedy: 'Take stock that was released without conditions, or for this customer.',
  },
  'release.use-by-passed': {
    title: 'Released until an earlier day',
    remedy: 'Take stock that may be used on that day.',
  },
} satisfies Partial<Record<RuleCode, Explanation>>;
