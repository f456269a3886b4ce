import { delegateGrantsContract, endDelegationContract, listDelegationsContract } from '#api/contracts/delegations.ts';
import { changeRoleRightsContract, listRolesContract, readRoleContract } from '#api/contracts/roles.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listDelegations } from '#db/queries/list-delegations.ts';
import { listRoles } from '#db/queries/list-roles.ts';
import { allow, refuse } from '#domain/result.ts';
import { changeRoleRights } from '#operations/change-role-rights.ts';
import { delegateGrants } from '#operations/delegate-grants.ts';
import { endDelegation } from '#operations/end-delegation.ts';

export function accessRoutes(app: ApiRouter, { operations, callers }: Services): void {
  app.route(listRolesContract, async () => allow({ items: await listRoles(operations.db), nextCursor: null }));

  app.route(readRoleContract, async ({ params: { role } }) => {
    const [found] = await listRoles(operations.db, role);
    return found ? allow(found) : refuse('role.unknown', `There is no role "${role}"`);
  });

  app.route(changeRoleRightsContract, async ({ params, body }, request) => {
    const command = request.command({ ...params, ...body, version: Number(request.ifMatch) });
    const changed = await changeRoleRights(operations, command);
    callers.forget();
    return changed;
  });

  app.route(delegateGrantsContract, ({ body }, request) => delegateGrants(operations, request.command(body)));

  app.route(listDelegationsContract, async (_asked, { caller }) => {
    const now = operations.clock.now();
    // A key is nobody's colleague.
    const rows = caller.kind === 'person' ? await listDelegations(operations.db, { userId: caller.id, now }) : [];
    const items = rows.map(({ fromId, fromName, toId, toName, validFrom, validUntil, ...row }) => ({
      ...row,
      from: { id: fromId, name: fromName },
      to: { id: toId, name: toName },
      validFrom: validFrom.toISOString(),
      validUntil: validUntil.toISOString(),
      inForce: validFrom <= now,
    }));
    return allow({ items, nextCursor: null });
  });

  app.route(endDelegationContract, ({ params }, request) => endDelegation(operations, request.command(params)));
}
