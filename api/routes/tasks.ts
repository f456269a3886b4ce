import {
  claimTaskContract,
  countTasksContract,
  listTasksContract,
  readTaskContract,
  reassignTaskContract,
  releaseTaskContract,
  settleTaskContract,
} from '#api/contracts/tasks.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { countTasks, listTasks } from '#db/queries/inbox.ts';
import { type Caller, scopesWith } from '#domain/caller.ts';
import { workOf } from '#domain/inbox.ts';
import { allow } from '#domain/result.ts';
import { claimTask } from '#operations/claim-task.ts';
import { reassignTask } from '#operations/reassign-task.ts';
import { releaseTask } from '#operations/release-task.ts';
import { settleTask } from '#operations/settle-task.ts';
import { asPage, findNamed } from './named-filters.ts';
import { showTask } from './task-page.ts';

export function taskRoutes(app: ApiRouter, { operations }: Services): void {
  const { db, clock } = operations;
  const inboxOf = (caller: Caller) => ({
    callerId: caller.id,
    scopes: scopesWith(caller, 'task.read'),
    work: workOf(caller),
    now: clock.now(),
  });

  app.route(listTasksContract, async ({ query: { cursor, lot, site, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'instant', 'id');
    if (!after.ok) return after;
    const named = await findNamed(db, { lot, site });
    if (!named.ok) return named;
    const page = await listTasks(db, { ...filter, ...named.value, ...inboxOf(caller), after: after.value });
    return asPage(page, encodeCursor);
  });

  // Before the task with an id, which `summary` would be taken for.
  app.route(countTasksContract, async (_asked, { caller }) => allow(await countTasks(db, inboxOf(caller))));

  app.route(readTaskContract, ({ params: { taskId } }, { caller }) => showTask(operations, caller, taskId));

  app.route(claimTaskContract, ({ params }, request) => claimTask(operations, request.command(params)));
  app.route(releaseTaskContract, ({ params }, request) => releaseTask(operations, request.command(params)));
  app.route(reassignTaskContract, ({ params, body }, request) =>
    reassignTask(operations, request.command({ ...params, ...body })),
  );
  app.route(settleTaskContract, ({ params, body }, request) =>
    settleTask(operations, request.command({ ...params, ...body })),
  );
}
