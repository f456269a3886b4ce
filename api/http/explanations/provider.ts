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
