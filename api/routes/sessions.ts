import {
  changePasswordContract,
  endSessionContract,
  listSessionsContract,
  readMeContract,
  signInContract,
  signOutContract,
} from '#api/contracts/sessions.ts';
import { networkOf } from '#api/http/client-address.ts';
import type { ApiRequest } from '#api/http/request.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { endedSessionCookie, readSessionCookie, sessionCookie } from '#api/http/session-cookie.ts';
import { listSessions } from '#db/queries/list-sessions.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Right, Role } from '#domain/rights.ts';
import { changePassword } from '#operations/change-password.ts';
import { endSession } from '#operations/end-session.ts';
import { fingerprint, fingerprints, isSessionToken } from '#operations/secrets.ts';
import { signIn } from '#operations/sign-in.ts';

type Scope = {
  grants: { role: Role; entityId: string | null; siteId: string | null; category: string | null }[];
  rights: Right[];
};

/** Worked out once for each time the grants were read. */
const scopes = new WeakMap<Caller['grants'], Scope>();

function scopeOf({ grants }: Caller): Scope {
  const known = scopes.get(grants);
  if (known) return known;
  const scope = {
    grants: grants.map(({ role, entityId, siteId, category = null }) => ({ role, entityId, siteId, category })),
    rights: [...new Set(grants.flatMap((grant) => grant.rights))].sort(),
  };
  scopes.set(grants, scope);
  return scope;
}

const noSession = refuse('session.unknown', 'An API key has no session');

export function sessionRoutes(app: ApiRouter, { operations, config, settings, callers }: Services): void {
  const { secret: secretKey, secrets: secretKeys, publicUrl } = config;

  app.route(signInContract, async ({ body }, { cause, userAgent, cookies, fromPage, setHeader }) => {
    const { sessionHours } = settings;
    const presented = readSessionCookie(publicUrl, cookies);
    const replaces = presented && isSessionToken(presented) ? fingerprints(secretKeys, presented) : undefined;
    const attempt = { ...body, cause, userAgent, replaces, network: networkOf(cause.fromAddress ?? '') };
    const signedIn = await signIn(operations, { secretKeys, sessionHours }, attempt);
    if (!signedIn.ok) return signedIn;
    if (replaces !== undefined) callers.forget();
    const { token, session } = signedIn.value;
    setHeader('Set-Cookie', sessionCookie(publicUrl, token, sessionHours * 3600));
    // A page has the cookie, which no script reads; a second copy would be one that a script can lose.
    return allow({ token: fromPage ? null : token, ...session });
  });

  app.route(listSessionsContract, async (_asked, { caller, sessionId }) => {
    if (sessionId === null) return noSession;
    const now = operations.clock.now();
    const idleSince = new Date(now.getTime() - settings.sessionIdleMinutes * 60_000);
    const rows = await listSessions(operations.db, { userId: caller.id, now, idleSince });
    const items = rows.map(({ createdAt, expiresAt, lastSeenAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      current: row.sessionId === sessionId,
    }));
    return allow({ items, nextCursor: null });
  });

  const end = async (sessionId: string, request: ApiRequest) => {
    const ended = await endSession(operations, request.command({ sessionId }));
    callers.forget();
    return ended;
  };

  app.route(signOutContract, async (_asked, request) => {
    if (request.sessionId === null) return noSession;
    request.setHeader('Set-Cookie', endedSessionCookie(publicUrl));
    return end(request.sessionId, request);
  });

  app.route(endSessionContract, ({ params }, request) => end(params.sessionId, request));

  app.route(readMeContract, async (_asked, { caller }) => {
    const { id, kind, name, onBehalfOf = null } = caller;
    return allow({ id, kind, name, onBehalfOf, ...scopeOf(caller) });
  });

  app.route(changePasswordContract, async ({ body }, request) => {
    if (request.sessionId === null) return noSession;
    const passwords = { current: body.currentPassword, next: body.newPassword };
    const mark = fingerprint(secretKey, JSON.stringify(passwords));
    const proof = { ...passwords, code: body.code };
    const command = request.command({ sessionId: request.sessionId, mark });
    const answer = await changePassword(operations, secretKeys, proof, command);
    callers.forget();
    return answer;
  });
}
