/** Refusals about who somebody is, by an identity provider, and about the secrets of people and systems. */
export const identityCodes = [
  'provider.not-configured',
  'provider.unavailable',
  'provider.login-over',
  'provider.refused',
  'provider.no-role',
  'provider.account-closed',
  'provider.other-person',
  'provider.logout-refused',
  'access.password-change-due',
  'user.identity-taken',
  'api-key.rotation-under-way',
  'api-key.not-rotating',
] as const;
