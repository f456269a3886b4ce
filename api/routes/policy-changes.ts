import {
  decidePolicyChangeContract,
  listPolicyChangesContract,
  proposePolicyChangeContract,
  readPolicyChangeContract,
} from '#api/contracts/policy-changes.ts';
import { askCase } from '#api/http/ask-case.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listPolicyChanges, type PolicyChangeInEngine, policyChangesInEngine } from '#db/queries/policy-changes.ts';
import { authorize } from '#domain/caller.ts';
import { isProposed } from '#domain/policy-change.ts';
import { changeAnew } from '#domain/policy-change-progress.ts';
import type { DecideChangeInput, PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import { allow, refuse } from '#domain/result.ts';
import { proposePolicyChange } from '#operations/propose-policy-change.ts';
import { decideChangeUpdate } from '#workflows/policy-change.messages.ts';
import { showPolicyChange } from './policy-change-page.ts';

export function policyChangeRoutes(app: ApiRouter, services: Services): void {
  const { operations } = services;
  const { db } = operations;

  app.route(proposePolicyChangeContract, ({ body }, request) => proposePolicyChange(operations, request.command(body)));

  app.route(listPolicyChangesContract, async ({ query: { cursor, ...filter } }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const { rows, next } = await listPolicyChanges(db, { ...filter, after: after.value });
    return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
  });

  app.route(readPolicyChangeContract, ({ params: { changeId } }, { caller }) => showPolicyChange(db, caller, changeId));

  app.route(decidePolicyChangeContract, ({ params: { changeId }, body: { signingId, ...body } }, request) => {
    const input: DecideChangeInput = { changeId, ...body, ...(signingId !== undefined && { signingId }) };
    return askCase<PolicyChangeInEngine, DecideChangeInput, PolicyChangeStanding>(services, request, {
      operation: 'decide-policy-change',
      update: decideChangeUpdate,
      input,
      find: async () => (await policyChangesInEngine(db, [changeId]))[0],
      anew: (found) => changeAnew(found.input, found.standing),
      unknown: refuse('policy-change.unknown', `There is no policy change ${changeId}`),
      mayRead: () => authorize(request.caller, 'policy.read'),
      stillWaits: ({ row }) => isProposed(row),
    });
  });
}
