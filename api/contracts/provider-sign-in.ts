import { z } from 'zod';
import type { Contract } from './contract.ts';

/** A path of ours to go on to. Nothing that a browser could take for another host: `//evil`, `/\evil`. */
const returnTo = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\w\-./~%?=&+:@,;!*()#]*$/, 'A path of this Holdfast, such as /tasks')
  .default('/');

export const readSignInWaysContract = {
  operationId: 'readSignInWays',
  tag: 'Sign-in',
  summary: 'How can one sign in here?',
  method: 'get',
  path: '/sessions/ways',
  right: 'public',
  response: z.object({
    password: z.boolean(),
    provider: z.object({ name: z.string(), start: z.string() }).nullable().describe('Where a browser goes to begin.'),
  }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const startProviderSignInContract = {
  operationId: 'startProviderSignIn',
  tag: 'Sign-in',
  summary: 'Sign in with the identity provider',
  description:
    'For a browser: it is sent to the provider (OpenID Connect, authorization code with PKCE) and comes back signed in, ' +
    'at `returnTo`, with the session as its cookie.',
  method: 'get',
  path: '/sessions/oidc/start',
  right: 'public',
  query: z.object({ returnTo }),
  browser: 'redirect',
  status: 303,
  refusals: ['provider.not-configured', 'provider.unavailable'],
  example: { query: { returnTo: '/' } },
} as const satisfies Contract;

export const startSigningLoginContract = {
  operationId: 'startSigningLogin',
  tag: 'Sign-in',
  summary: 'Prove afresh who you are, to sign',
  description:
    'For a browser with a session: the provider asks again even of who is logged in there (`prompt=login`, `max_age=0`). ' +
    'For five minutes afterwards one signing of this session needs no password.',
  method: 'get',
  path: '/sessions/oidc/signing',
  right: 'signed-in',
  query: z.object({ returnTo }),
  browser: 'redirect',
  status: 303,
  refusals: ['provider.not-configured', 'provider.unavailable', 'session.unknown'],
  example: { query: { returnTo: '/' } },
} as const satisfies Contract;

const fromProvider = z.string().max(4_000).optional();

export const finishProviderLoginContract = {
  operationId: 'finishProviderLogin',
  tag: 'Sign-in',
  summary: 'Come back from the identity provider',
  description:
    'Where the provider sends browsers back to. What came back counts once, and only in the browser that left.',
  method: 'get',
  path: '/sessions/oidc/callback',
  right: 'public',
  countedAs: 'sign-in',
  // Providers add what they like (RFC 6749, 4.1.2).
  query: z.looseObject({
    state: fromProvider,
    code: fromProvider,
    iss: fromProvider,
    error: fromProvider,
    error_description: fromProvider,
  }),
  browser: 'page',
  status: 200,
  refusals: [
    'provider.not-configured',
    'provider.unavailable',
    'provider.login-over',
    'provider.refused',
    'provider.no-role',
    'provider.account-closed',
    'provider.other-person',
  ],
} as const satisfies Contract;

export const signOutEverywhereContract = {
  operationId: 'signOutAtProvider',
  tag: 'Sign-in',
  summary: 'Sign out here and find out where to sign out at the provider',
  description:
    'Ends the session that asks. Send the browser to `providerLogout` to end the one at the provider too; it is null where ' +
    'the session did not come from there, or the provider has no such place.',
  method: 'post',
  path: '/sessions/current/sign-out',
  right: 'signed-in',
  response: z.object({ sessionId: z.uuid(), providerLogout: z.string().nullable() }),
  status: 200,
  refusals: ['session.unknown'],
} as const satisfies Contract;

export const backChannelLogoutContract = {
  operationId: 'backChannelLogout',
  tag: 'Sign-in',
  summary: 'Be told by the identity provider that a session is over',
  description:
    'For the provider (OpenID Connect Back-Channel Logout 1.0): the form field `logout_token`, signed by it. Ends the ' +
    'sessions that came from the one it names.',
  method: 'post',
  path: '/sessions/oidc/back-channel-logout',
  right: 'public',
  countedAs: 'any-call',
  idempotencyKey: 'not-used',
  upload: { types: ['application/x-www-form-urlencoded'], maxBytes: 20_000 },
  response: z.object({ ended: z.number().int() }),
  status: 200,
  refusals: ['provider.not-configured', 'provider.unavailable', 'provider.refused', 'provider.logout-refused'],
} as const satisfies Contract;
