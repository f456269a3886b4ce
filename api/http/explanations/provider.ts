import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const providerExplanations = {
  'provider.not-configured': {
    title: 'No identity provider',
    remedy: 'Sign in by POST /v1/sessions. An operator sets HOLDFAST_OIDC_ISSUER and what belongs to it.',
  },
  'provider.unavailable': {
    title: 'Identity provider out of reach',
    remedy: 'Try again shortly. Open sessions go on, and local accounts still sign in with their password.',
  },
  'provider.login-over': {
    title: 'Login over',
    remedy:
      'Begin again: a login takes ten minutes at most, and what comes back of it counts once, in the browser that left.',
  },
  'provider.refused': {
    title: 'Answer of the identity provider not accepted',
    remedy: 'Begin again. If it stays, an operator finds the reason in the log under the id of this request.',
  },
  'provider.no-role': {
    title: 'No role here',
    remedy: "Ask an administrator for a role, or for one of the provider's groups that gives one, and sign in again.",
  },
  'provider.account-closed': {
    title: 'Account closed here',
    remedy: 'Ask an administrator. That the provider knows you does not open an account that was closed here.',
  },
  'provider.other-person': {
    title: 'Somebody else logged in',
    remedy: 'Log in at the provider as the person who is signed in here, or sign in here as the other one.',
  },
  'provider.logout-refused': {
    title: 'Not a logout token',
    remedy:
      'Send the logout token of OpenID Connect Back-Channel Logout 1.0, made just now, in the form field logout_token.',
  },
  'access.password-change-due': {
    title: 'Password to be changed first',
    remedy:
      'Somebody else chose your password. Change it by POST /v1/me/password; then everything else is open to you.',
  },
  'access.first-password-over': {
    title: 'First password no longer good',
    remedy: 'Ask an administrator for another one: a password that somebody else chose is good for a few days only.',
  },
  'access.second-factor-due': {
    title: 'Second factor to be set up first',
    remedy: 'Your role asks for one. Begin by POST /v1/me/second-factor; then everything else is open to you.',
  },
  'second-factor.code-missing': {
    title: 'Code of the second factor missing',
    remedy: 'Send the same again with `code`: the six digits that your authenticator shows now, or a recovery code.',
  },
  'second-factor.code-wrong': {
    title: 'Code of the second factor wrong or used',
    remedy:
      'Wait for the next code, and set the clock of your device. Each code counts once; failures count towards the lock of the account.',
  },
  'second-factor.not-enrolled': {
    title: 'No second factor',
    remedy: 'There is none to take away. Set one up by POST /v1/me/second-factor.',
  },
  'second-factor.enrolment-over': {
    title: 'Nothing waits to be proved',
    remedy: 'Begin again by POST /v1/me/second-factor: a secret waits for its first code for 15 minutes.',
  },
  'second-factor.asked-for': {
    title: 'Your role asks for a second factor',
    remedy: 'Replace it by POST /v1/me/second-factor instead of taking it away.',
  },
  'user.identity-taken': {
    title: 'Identity belongs to another account',
    remedy: 'Take it from the other account first, or close that account; nobody is two people here.',
  },
  'api-key.rotation-under-way': {
    title: 'The key before still works',
    remedy:
      'End it by DELETE /v1/api-keys/{apiKeyId}/previous once nothing uses it, or wait until its date; then rotate again.',
  },
  'api-key.not-rotating': { title: 'No key before', remedy: 'Nothing is left to do: only the present secret works.' },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
