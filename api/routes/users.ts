import {
  changeUserEmailContract,
  createUserContract,
  deactivateUserContract,
  endGrantContract,
  grantRoleContract,
  listUsersContract,
} from '#api/contracts/users.ts';
import { decodeCursor, encodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listUsers } from '#db/queries/list-users.ts';
import { allow } from '#domain/result.ts';
import { changeUserEmail } from '#operations/change-user-email.ts';
import { createUser } from '#operations/create-user.ts';
import { deactivateUser } from '#operations/deactivate-user.ts';
import { endGrant } from '#operations/end-grant.ts';
import { grantRole } from '#operations/grant-role.ts';
import { fingerprint } from '#operations/secrets.ts';

export function userRoutes(app: ApiRouter, { operations, config, callers }: Services): void {
  app.route(createUserContract, ({ body: { password, ...user } }, request) => {
    const passwordMark = fingerprint(config.secret, password);
    return createUser(operations, password, request.command({ ...user, passwordMark }), config.firstPasswordHours);
  });

  app.route(listUsersContract, async ({ query: { cursor, limit, active } }) => {
    const after = decodeCursor(cursor, 1);
    if (!after.ok) return after;
    const now = operations.clock.now();
    const { rows, next } = await listUsers(operations.db, { now, active, limit, after: after.value });
    const items = rows.map((row) => ({
      ...row,
      lockedUntil: row.lockedUntil && row.lockedUntil > now ? row.lockedUntil.toISOString() : null,
      grants: row.grants.map((grant) => ({
        ...grant,
        validFrom: grant.validFrom.toISOString(),
        validUntil: grant.validUntil?.toISOString() ?? null,
      })),
    }));
    return allow({ items, nextCursor: next && encodeCursor(next) });
  });

  app.route(grantRoleContract, async ({ params, body }, request) => {
    const granted = await grantRole(operations, request.command({ ...body, ...params }));
    callers.forget();
    return granted;
  });

  app.route(changeUserEmailContract, ({ params, body }, request) =>
    changeUserEmail(operations, request.command({ ...params, ...body })),
  );

  app.route(endGrantContract, async ({ params }, request) => {
    const ended = await endGrant(operations, request.command(params));
    callers.forget();
    return ended;
  });

  app.route(deactivateUserContract, async ({ params, body }, request) => {
    const deactivated = await deactivateUser(operations, request.command({ ...params, ...body }));
    callers.forget();
    return deactivated;
  });
}
