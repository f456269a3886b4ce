import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const accessExplanations = {
  'access.not-signed-in': {
    title: 'Not signed in',
    remedy: 'Send `Authorization: Bearer` with a session token or an API key, or sign in by POST /v1/sessions.',
  },
  'access.right-missing': {
    title: 'A right is missing',
    remedy: 'Ask an administrator for the right that is named, or for its entity or site.',
  },
  'access.credentials-wrong': {
    title: 'Username or password wrong',
    remedy: 'Check both. After five failures in a row the account is locked for a growing time.',
  },
  'access.locked-out': {
    title: 'Account locked for a while',
    remedy: 'Wait as long as Retry-After says; each further failure doubles the time, up to an hour.',
  },
  'access.session-ended': {
    title: 'Session over',
    remedy:
      'Sign in again. Sessions end after 12 hours, after two idle ones, on sign-out and when the account is closed.',
  },
  'access.key-invalid': { title: 'API key revoked or expired', remedy: 'Ask an administrator for a new key.' },
  'access.csrf': {
    title: 'Request from another site',
    remedy:
      'A session cookie counts only for pages of the same origin. Other programs send the token as Authorization: Bearer.',
  },
  'access.own-grant': {
    title: 'Granting to oneself',
    remedy: 'Ask another administrator: nobody widens their own rights.',
  },
  'access.duties-conflict': {
    title: 'Two duties that may not meet in one person',
    remedy:
      'Ask a colleague with the right who has not done what the answer names. Acting on behalf of somebody counts as both people.',
  },
  'access.not-standing-in': {
    title: 'Not standing in for this person',
    remedy:
      'List the delegations to you. On-Behalf-Of takes the id of a colleague who has handed something over to you for this moment.',
  },
  'role.not-changeable': {
    title: 'A role that nobody changes',
    remedy: 'The role of the rules themselves has every right, and is granted to nobody.',
  },
  'category.unknown': {
    title: 'No such item category',
    remedy: 'Use a category that an item has; list the items to see them.',
  },
  'delegation.unknown': {
    title: 'No such delegation in force',
    remedy: 'List the delegations from and to you; one that has ended is gone from there.',
  },
  'delegation.too-long': {
    title: 'A delegation for too long',
    remedy:
      'Hand over for an absence, 92 days at most. For longer, ask an administrator for a grant to your colleague.',
  },
  'user.unknown': { title: 'No such user', remedy: 'List the users to find the id.' },
  'user.name-taken': {
    title: 'Username taken',
    remedy: 'Choose another username; names of closed accounts stay taken because history names them.',
  },
  'user.inactive': { title: 'Account not active', remedy: 'Choose an active account.' },
  'role.unknown': {
    title: 'No such role',
    remedy: 'Use one of the roles in the contract. The role of the rules themselves is granted to nobody.',
  },
  'grant.unknown': { title: 'No such grant in force', remedy: 'Read the user to see the grants in force.' },
  'password.too-weak': {
    title: 'Password too easy to guess',
    remedy: 'Use 12 to 128 characters, such as a few unrelated words, without the username.',
  },
  'api-key.unknown': { title: 'No such API key', remedy: 'List the API keys to find the id.' },
  'api-key.already-revoked': {
    title: 'API key already revoked',
    remedy: 'Nothing is left to do: the key opens nothing any more.',
  },
  'session.unknown': {
    title: 'No such open session',
    remedy: 'List your sessions to find the id; a session that has ended is gone from there.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
