import {
  endOtherSessionsContract,
  endUserSessionContract,
  endUserSessionsContract,
  linkIdentityContract,
  listUserSessionsContract,
  setPasswordContract,
} from '#api/contracts/user-sessions.ts';
import type { ApiRequest } from '#api/http/request.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listSessions } from '#db/queries/list-sessions.ts';
import { allow, refuse } from '#domain/result.ts';
import { type EndSessions, endSessions } from '#operations/end-sessions.ts';
import { linkIdentity } from '#operations/link-identity.ts';
import { lockUser, mayAdminister } from '#operations/lock-user.ts';
import { fingerprint } from '#operations/secrets.ts';
import { setPassword } from '#operations/set-password.ts';

const noSession = refuse('session.unknown', 'An API key has no session');
const noProvider = refuse('provider.not-configured', 'There is no identity provider to be known at');

export function userSessionRoutes(app: ApiRouter, services: Services): void {
  const { operations, config, settings, callers, identityProvider } = services;
  const end = async (request: ApiRequest, sessions: EndSessions) => {
    const ended = await endSessions(operations, request.command(sessions));
    callers.forget();
    return ended;
  };

  app.route(endOtherSessionsContract, async (_asked, request) => {
    if (request.sessionId === null) return noSession;
    return end(request, { userId: request.caller.id, except: request.sessionId });
  });

  app.route(listUserSessionsContract, async ({ params: { userId } }, { caller }) => {
    const now = operations.clock.now();
    const may = await operations.db.transaction(async (tx) => {
      const locked = await lockUser(tx, userId, now);
      return locked.ok ? mayAdminister(caller, locked.value) : locked;
    });
    if (!may.ok) return may;
    const idleSince = new Date(now.getTime() - settings.sessionIdleMinutes * 60_000);
    const rows = await listSessions(operations.db, { userId, now, idleSince });
    const items = rows.map(({ createdAt, expiresAt, lastSeenAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    }));
    return allow({ items, nextCursor: null });
  });

  app.route(endUserSessionsContract, ({ params }, request) => end(request, params));
  app.route(endUserSessionContract, ({ params }, request) => end(request, params));

  app.route(setPasswordContract, async ({ params, body: { password, ...reasoned } }, request) => {
    const mark = fingerprint(config.secret, password);
    const command = request.command({ ...params, ...reasoned, mark });
    const set = await setPassword(operations, password, command, config.firstPasswordHours);
    callers.forget();
    return set;
  });

  app.route(linkIdentityContract, async ({ params, body }, request) => {
    if (!identityProvider) return noProvider;
    const issuer = await identityProvider.issuer();
    if (!issuer.ok) return issuer;
    return linkIdentity(operations, request.command({ ...params, ...body, issuer: issuer.value }));
  });
}
