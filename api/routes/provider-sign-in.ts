import {
  backChannelLogoutContract,
  finishProviderLoginContract,
  readSignInWaysContract,
  signOutEverywhereContract,
  startProviderSignInContract,
  startSigningLoginContract,
} from '#api/contracts/provider-sign-in.ts';
import type { IdentityProvider } from '#api/http/identity-provider.ts';
import { beginLogin, type LoginStart, loginMark, loginSecrets, openLogin, sameText } from '#api/http/login-flow.ts';
import type { ApiRequest } from '#api/http/request.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import {
  endedLoginCookie,
  endedSessionCookie,
  loginCookie,
  readLoginCookie,
  readSessionCookie,
  sessionCookie,
} from '#api/http/session-cookie.ts';
import { cameFromProvider } from '#db/queries/list-sessions.ts';
import { loginMinutes } from '#domain/provider-login.ts';
import { allow, refuse } from '#domain/result.ts';
import { claimProviderLogin } from '#operations/claim-provider-login.ts';
import { endProviderSessions } from '#operations/end-provider-sessions.ts';
import { endSession } from '#operations/end-session.ts';
import { noteRefusedSignIn } from '#operations/note-refused-sign-in.ts';
import { recordFreshLogin } from '#operations/record-fresh-login.ts';
import { fingerprints, isSessionToken } from '#operations/secrets.ts';
import { signInWithProvider } from '#operations/sign-in-with-provider.ts';

const noProvider = refuse('provider.not-configured', 'People sign in here with username and password');
const noSession = refuse('session.unknown', 'An API key has no session');
const notOurs = refuse('provider.refused', 'What came back belongs to no login of this browser: begin again');

export function providerSignInRoutes(app: ApiRouter, services: Services): void {
  const { operations, config, settings, callers, identityProvider } = services;
  const { secret: secretKey, secrets: secretKeys, publicUrl } = config;

  app.route(readSignInWaysContract, async () => {
    const provider = identityProvider && { name: identityProvider.name, start: '/v1/sessions/oidc/start' };
    return allow({ password: true, provider: provider ?? null });
  });

  async function begin(provider: IdentityProvider, start: LoginStart, { setHeader }: ApiRequest) {
    const { sealed, secrets } = beginLogin(secretKey, operations.clock.now(), start);
    const url = await provider.loginUrl(secrets, start.purpose === 'signing');
    if (!url.ok) return url;
    setHeader('Set-Cookie', loginCookie(publicUrl, sealed, loginMinutes * 60));
    return allow({ goOnTo: url.value });
  }

  app.route(startProviderSignInContract, async ({ query: { returnTo } }, request) => {
    if (!identityProvider) return noProvider;
    const token = readSessionCookie(publicUrl, request.cookies);
    const replaces = token && isSessionToken(token) ? { replaces: fingerprints(secretKeys, token) } : {};
    return begin(identityProvider, { purpose: 'sign_in', returnTo, ...replaces }, request);
  });

  app.route(startSigningLoginContract, async ({ query: { returnTo } }, request) => {
    if (!identityProvider) return noProvider;
    const { sessionId } = request;
    if (sessionId === null) return noSession;
    return begin(identityProvider, { purpose: 'signing', returnTo, sessionId }, request);
  });

  app.route(finishProviderLoginContract, async ({ query }, request) => {
    if (!identityProvider) return noProvider;
    const { cause, setHeader } = request;
    const came = await whoCameBack(services, identityProvider, query, request);
    if (!came.ok) {
      await noteRefusedSignIn(operations, cause, came.violation.code);
      return came;
    }
    const { flow, loginId, person } = came.value;
    setHeader('Set-Cookie', endedLoginCookie(publicUrl));
    const roles = config.identityProvider?.roles ?? [];
    if (flow.purpose === 'signing' && flow.sessionId) {
      const fresh = await recordFreshLogin(operations, { loginId, sessionId: flow.sessionId, person, roles, cause });
      callers.forget();
      return fresh.ok ? allow({ goOnTo: flow.returnTo, title: 'You may sign now' }) : fresh;
    }
    const { sessionHours } = settings;
    const { userAgent } = request;
    const login = { loginId, person, roles, userAgent, replaces: flow.replaces, cause };
    const signedIn = await signInWithProvider(operations, { secretKeys, sessionHours }, login);
    callers.forget();
    if (!signedIn.ok) return signedIn;
    setHeader('Set-Cookie', sessionCookie(publicUrl, signedIn.value.token, sessionHours * 3600));
    return allow({ goOnTo: flow.returnTo, title: 'Signed in' });
  });

  app.route(signOutEverywhereContract, async (_asked, request) => {
    const { sessionId } = request;
    if (sessionId === null) return noSession;
    const there = identityProvider && (await cameFromProvider(operations.db, sessionId));
    const ended = await endSession(operations, request.command({ sessionId }));
    callers.forget();
    if (!ended.ok) return ended;
    request.setHeader('Set-Cookie', endedSessionCookie(publicUrl));
    return allow({ sessionId, providerLogout: there ? await identityProvider.logoutUrl() : null });
  });

  app.route(backChannelLogoutContract, async (_asked, { content, cause }) => {
    if (!identityProvider) return noProvider;
    const token = new URLSearchParams(content?.bytes.toString() ?? '').get('logout_token') ?? '';
    const logout = await identityProvider.readLogoutToken(token, operations.clock.now());
    if (!logout.ok) return logout;
    const ended = await endProviderSessions(operations, logout.value, cause);
    callers.forget();
    return ended;
  });
}

type CameBack = Partial<Record<'state' | 'code' | 'iss' | 'error' | 'error_description', string | undefined>>;

/** Whether this browser left for this answer, and for the first time; only then is the provider asked about it. */
async function whoCameBack(
  { operations, config: { secrets, publicUrl } }: Services,
  provider: IdentityProvider,
  { state, code, iss, error, error_description }: CameBack,
  { cookies }: ApiRequest,
) {
  const opened = openLogin(secrets, operations.clock.now(), readLoginCookie(publicUrl, cookies));
  if (!opened.ok) return opened;
  const { flow, secretKey } = opened.value;
  const sent = loginSecrets(secretKey, flow);
  if (!sameText(state ?? '', sent.state)) return notOurs;
  const mark = { flowHmac: loginMark(secretKey, flow), purpose: flow.purpose, sessionId: flow.sessionId ?? null };
  const claimed = await claimProviderLogin(operations, mark);
  if (!claimed.ok) return claimed;
  const told = Object.entries({ state, code, iss, error, error_description }).filter(
    ([, value]) => value !== undefined,
  );
  const search = new URLSearchParams(told as [string, string][]).toString(); // those that are undefined were just left out
  const person = await provider.whoCameBack(search, sent, flow);
  return person.ok ? allow({ flow, loginId: claimed.value.loginId, person: person.value }) : person;
}
