import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const signaturesExplanations = {
  'signature.required': {
    title: 'A signature is required',
    remedy: 'Sign by POST /v1/signings for what the details answer as `toSign`, and send its `signingId`.',
  },
  'signature.not-found': {
    title: 'No such signature',
    remedy: 'Read the record: its details list the signatures under it.',
  },
  'signature.unknown': {
    title: 'No such signing of yours',
    remedy: 'Send the `signingId` that POST /v1/signings answered to you; nobody else’s counts.',
  },
  'signature.expired': {
    title: 'Signed too long ago',
    remedy: 'Sign again: what is signed counts for five minutes. If nothing was decided, send it with a new key.',
  },
  'signature.already-used': {
    title: 'Signing already used',
    remedy: 'A signing makes one signature under each record. Read the record, and sign again if it still needs you.',
  },
  'signature.meaning-wrong': {
    title: 'Signed with another meaning',
    remedy: 'Sign with one of the meanings that the detail names; the details of the record answer them as `toSign`.',
  },
  'signature.other-subject': {
    title: 'Signed for other records',
    remedy: 'Sign again, and name this record among the subjects.',
  },
  'signature.shown-changed': {
    title: 'Changed since you read it',
    remedy: 'Read the record again, and sign for what is there now: its `toSign` has another hash.',
  },
  'signature.session-ended': {
    title: 'Session of the signing over',
    remedy: 'Sign in, and sign again: a signing counts as long as the session it was made in.',
  },
  'signature.person-required': {
    title: 'A person signs',
    remedy: 'Sign in as the person who decides. An API key stands for a system, and a system signs nothing.',
  },
  'signature.proof-missing': {
    title: 'Proof of identity missing',
    remedy: 'Send your password with the signing. It is checked at once and kept nowhere.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
