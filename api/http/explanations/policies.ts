import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const policiesExplanations = {
  'policy.below-floor': {
    title: 'Law asks for more',
    remedy: 'Choose a value at least as strict as the floor; the detail names it and the law it comes from.',
  },
  'policy.scope-unknown': {
    title: 'Nothing of that name to set a policy for',
    remedy: 'Send the code of an item, site or entity, a category in use, or a country code; nothing for everything.',
  },
  'policy.scope-not-followed': {
    title: 'Nobody follows it for that',
    remedy: 'The detail names for what this policy may be set; GET /v1/policies/catalogue lists it for each.',
  },
  'policy.version-changed': {
    title: 'Changed since you read it',
    remedy: 'Read the policy or the code again and propose on what is there now.',
  },
  'policy.effective-in-past': {
    title: 'Takes effect in the past',
    remedy: 'Leave the instant out to have it take effect when it is approved, or send one to come.',
  },
  'policy.law-reference-missing': {
    title: 'Law not named',
    remedy: 'A floor set by law names the law it comes from, with its section.',
  },
  'policy.cannot-end': {
    title: 'A policy for everything cannot end',
    remedy: 'Propose another value instead; only what is set for a narrower scope, or by law, can end.',
  },
  'policy.not-previewable': {
    title: 'This policy cannot be previewed',
    remedy: 'The detail says why. Propose it without a preview.',
  },
  'policy-change.unknown': { title: 'No such proposal', remedy: 'List the policy changes to find the id.' },
  'policy-change.already-proposed': {
    title: 'Somebody has proposed a change of it already',
    remedy: 'The detail names the proposal. Have it decided or withdrawn first.',
  },
  'policy-change.already-decided': {
    title: 'Already decided',
    remedy: 'The detail names who and when. Read the change to see what became of it.',
  },
  'policy-change.second-person-required': {
    title: 'A second person decides',
    remedy: 'Ask somebody else with the right: nobody approves what they proposed.',
  },
  'policy-change.not-yours': { title: 'Proposed by somebody else', remedy: 'Only who proposed a change withdraws it.' },
  'policy-change.changes-nothing': {
    title: 'Changes nothing',
    remedy: 'What is proposed is what holds already; nothing has to be decided.',
  },
  'reason-code.unknown': { title: 'No such reason code', remedy: 'List the reason codes to find one that fits.' },
  'reason-code.inactive': { title: 'Reason code no longer used', remedy: 'Choose one of the list that is active.' },
  'reason-code.required': { title: 'Reason code missing', remedy: 'Policy asks for a code of the list here.' },
  'reason-code.note-required': {
    title: 'This reason code needs words beside it',
    remedy: 'Say what it was: the code alone says too little.',
  },
  'reason-code.malformed': {
    title: 'Reason code malformed',
    remedy: 'Use small letters, digits and underscores, beginning with a letter, at most forty.',
  },
  'reason-code.last-of-list': {
    title: 'Last code of its list',
    remedy: 'Put another code of the list in use first: where a code is asked for, there has to be one.',
  },
  'legal-hold.unknown': { title: 'No such legal hold', remedy: 'List the legal holds to find the id.' },
  'legal-hold.released': { title: 'Legal hold already released', remedy: 'Nothing is left to do.' },
  'legal-hold.criteria-missing': {
    title: 'Legal hold without criteria',
    remedy: 'Name at least one of lot, case, supplier and days; it keeps what meets all that you name.',
  },
  'legal-hold.days-reversed': { title: 'Days reversed', remedy: 'Send the earlier day first.' },
  'legal-hold.case-unknown': { title: 'No such case', remedy: 'Send the kind and the id of a case that is there.' },
  'idempotency.answer-removed': {
    title: 'Done before, answer no longer kept',
    remedy:
      'This request was carried out once and is not carried out again. Read what it made; use a new key for a new one.',
  },
  'document.removed': {
    title: 'Document removed',
    remedy: 'It was kept as long as policy asks and was then removed; the trail says when and by which policy.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
