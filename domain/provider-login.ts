/** What somebody logs in at the identity provider for: to come in, or to sign a decision afresh. */
export const loginPurposes = ['sign_in', 'signing'] as const;
export type LoginPurpose = (typeof loginPurposes)[number];

/** How a session was opened. */
export const sessionMethods = ['password', 'provider'] as const;
