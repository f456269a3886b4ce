import { hash, timingSafeEqual } from 'node:crypto';
import { callerById } from '#db/queries/caller-by-id.ts';
import { type FoundCaller, findCallerByKeyPrefix, findCallerBySession } from '#db/queries/find-caller.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { rekeyCredential } from '#operations/rekey-credential.ts';
import { fingerprint, fingerprints, isSessionToken, prefixOf, type SecretKeys } from '#operations/secrets.ts';
import { touchCredential } from '#operations/touch-credential.ts';
import type { ApiSettings } from './settings.ts';

/** `passwordChangeDue`: they may do nothing else before. `oneFactor`: a password is all that they came in by. */
export type Recognised = { caller: Caller; sessionId: string | null; passwordChangeDue: boolean; oneFactor: boolean };

/** Tells who holds a token. What it finds is kept for `callerCacheMilliseconds`; see docs/decisions. */
export type Callers = {
  recognise(token: string): Promise<Result<Recognised>>;
  /** The same person in the place of a colleague who has handed something over to them for this moment. */
  standIn(person: Caller, fromId: string): Promise<Result<Caller>>;
  /** After anything that ends a session, key, account or grant: it then counts at once in this process. */
  forget(): void;
};

/** Until when it counts at most: the moment in which a grant begins or ends is never slept through. */
type Kept = { loadedAt: number; until: number; answer: Promise<FoundCaller | undefined> };

const mostKept = 10_000;
const touchAfterMilliseconds = 60_000;
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const notStandingIn = refuse(
  'access.not-standing-in',
  'Nobody with this id has handed anything over to you for this moment',
  '/headers/On-Behalf-Of',
);
const unknownToken = refuse('access.not-signed-in', 'This token is not one of a session or of an API key');

/** Callers from the database, with a short memory. */
export function createCallers(
  operations: OperationContext,
  secretKeys: SecretKeys,
  { callerCacheMilliseconds, sessionIdleMinutes }: ApiSettings,
): Callers {
  const kept = new Map<string, Kept>();
  const { db, clock } = operations;

  async function load(token: string, now: Date): Promise<FoundCaller | undefined> {
    const prefix = prefixOf(token);
    for (const [index, hmac] of fingerprints(secretKeys, token).entries()) {
      const found = await (prefix ? findCallerByKeyPrefix(db, prefix, now) : findCallerBySession(db, hmac, now));
      if (!found || !sameHmac(found.secretHmac, hmac)) continue;
      // From then on it is known by the present secret, so that the one before can be taken out of use.
      if (index > 0) await rekeyCredential(operations, { from: hmac, to: fingerprint(secretKeys[0], token) });
      return found;
    }
    return undefined;
  }

  function find(token: string, now: Date): Promise<FoundCaller | undefined> {
    // Tokens themselves are not kept, and their HMAC would cost more than all the rest.
    const mark = hash('sha256', token, 'base64');
    const known = kept.get(mark);
    const at = now.getTime();
    if (known && at - known.loadedAt < callerCacheMilliseconds && at < known.until) return known.answer;
    const answer = load(token, now);
    const fresh: Kept = { loadedAt: at, until: Number.POSITIVE_INFINITY, answer };
    if (kept.size >= mostKept) kept.clear();
    kept.set(mark, fresh);
    answer.then(
      (found) => {
        if (found) fresh.until = found.changesAt ?? fresh.until;
        else kept.delete(mark);
      },
      () => kept.delete(mark),
    );
    return answer;
  }

  return {
    forget: () => kept.clear(),
    async standIn({ kind, id }, fromId) {
      const onBehalfOf = { id: fromId, name: '' };
      const caller = isUuid.test(fromId) ? await callerById(db, { kind, id, onBehalfOf }, clock.now()) : undefined;
      return caller ? allow(caller) : notStandingIn;
    },
    async recognise(token) {
      const isSession = isSessionToken(token);
      if (!isSession && prefixOf(token) === undefined) return unknownToken;
      const now = clock.now();
      const found = await find(token, now);
      if (!found) return unknownToken;
      const usable = isSession ? sessionUsable(found, now, sessionIdleMinutes) : keyUsable(found, now);
      if (!usable.ok) return usable;

      if (now.getTime() - (found.lastUsedAt ?? 0) > touchAfterMilliseconds) {
        found.lastUsedAt = now.getTime();
        await touchCredential(operations, { kind: kindOf(isSession, found), id: found.credentialId });
      }
      const { holderId: id, name, grants, passwordChangeDue, oneFactor } = found;
      const caller: Caller = { kind: isSession ? 'person' : 'api_key', id, name, grants };
      return allow({ caller, sessionId: isSession ? found.credentialId : null, passwordChangeDue, oneFactor });
    },
  };
}

const kindOf = (isSession: boolean, { previous }: FoundCaller) =>
  isSession ? 'session' : previous ? 'previous-api-key' : 'api-key';

const sameHmac = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function sessionUsable(found: FoundCaller, now: Date, idleMinutes: number): Result<void> {
  const idleUntil = (found.lastUsedAt ?? 0) + idleMinutes * 60_000;
  const over = found.endedAt !== null || (found.expiresAt ?? 0) <= now.getTime() || idleUntil <= now.getTime();
  if (over || !found.active) return refuse('access.session-ended', 'This session has ended; sign in again');
  return allow(undefined);
}

function keyUsable(found: FoundCaller, now: Date): Result<void> {
  if (found.endedAt !== null) return refuse('access.key-invalid', 'This API key was revoked');
  if (found.expiresAt !== null && found.expiresAt <= now.getTime()) {
    return refuse('access.key-invalid', `This API key ended at ${new Date(found.expiresAt).toISOString()}`);
  }
  return allow(undefined);
}
