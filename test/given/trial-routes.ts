import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Contract } from '#api/contracts/contract.ts';
import { page, paging } from '#api/contracts/shared.ts';
import { decodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { registerRoutes } from '#api/routes/index.ts';
import { listApiKeys } from '#db/queries/list-api-keys.ts';
import { allow, refuse } from '#domain/result.ts';
import { runCommand } from '#operations/run-command.ts';

const common = { tag: 'Test', summary: 'A test', right: 'signed-in', status: 200, refusals: [] } as const;

const noteContract = {
  ...common,
  operationId: 'note',
  method: 'post',
  path: '/notes/:noteId',
  status: 201,
  location: '/notes/{id}',
  params: z.object({ noteId: z.uuid() }),
  query: z.object({ ...paging }),
  body: z.object({ text: z.string().min(1), lines: z.array(z.strictObject({ count: z.number().int() })).default([]) }),
  response: z.object({ id: z.string(), text: z.string() }),
} as const satisfies Contract;

const readContract = {
  ...common,
  operationId: 'read',
  method: 'get',
  path: '/versioned/:id',
  params: z.object({ id: z.string() }),
  response: z.object({ id: z.string(), version: z.number() }),
  etag: true,
} as const satisfies Contract;

const editContract = { ...readContract, operationId: 'edit', method: 'patch', ifMatch: true } as const;
const anyContract = {
  ...common,
  operationId: 'any',
  method: 'get',
  path: '/answers/:kind',
  params: z.object({ kind: z.string() }),
  response: z.object({ id: z.string() }),
} as const satisfies Contract;
const listContract = {
  ...common,
  operationId: 'list',
  method: 'get',
  path: '/list',
  query: z.object({ ...paging }),
  response: page(z.object({})),
} as const satisfies Contract;
const uploadContract = {
  ...common,
  operationId: 'upload',
  method: 'post',
  path: '/files',
  upload: { types: ['text/plain'], maxBytes: 100 },
  download: { types: ['text/plain'] },
} as const satisfies Contract;

const slowContract = {
  ...common,
  operationId: 'slow',
  method: 'get',
  path: '/slow',
  right: 'public',
  status: 204,
} as const satisfies Contract;
const decideContract = { ...slowContract, operationId: 'decide', path: '/decide' } as const;

/** Secrets that the slow route logs, as a careless programmer might. */
export const loggedSecrets = ['a-password', 'a-cookie', 'a-token'] as const;

/** Routes of a test's own, beside the real ones, for what no real one does. */
export function registerTrialRoutes(app: ApiRouter, services: Services): void {
  registerRoutes(app, services);
  const { operations } = services;
  const [password, cookie, token] = loggedSecrets;
  app.route(slowContract, async (_asked, { cause }) => {
    services.log.info({ password, headers: { cookie }, body: { token }, cause }, 'slow');
    await sleep(400);
    return allow(undefined);
  });
  app.route(decideContract, () => services.temporal.ask((client) => client.workflow.getHandle('x').describe()));
  app.route(noteContract, async ({ params, body }, request) =>
    runCommand(operations, 'note', request.command({ ...params, ...body }), async () =>
      body.text === 'refuse'
        ? refuse('lot.unknown', 'No', '/text')
        : allow({ id: operations.newId(), text: body.text }),
    ),
  );
  app.route(readContract, async ({ params }) => allow({ id: params.id, version: 7, secret: 'never named' }));
  app.route(editContract, async ({ params }, { ifMatch }) =>
    ifMatch === '7' ? allow({ id: params.id, version: 8 }) : refuse('request.precondition-failed', 'Changed meanwhile'),
  );
  app.route(anyContract, async ({ params: { kind } }) => {
    if (kind === 'broken') return allow({ id: 1 } as unknown as { id: string });
    if (kind === 'fault') throw new Error('the secret inside');
    if (kind === 'lost')
      throw new Error('wrapped', { cause: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) });
    return kind === 'gone' ? refuse('lot.unknown', 'There is no such lot') : allow({ id: kind });
  });
  app.route(listContract, async ({ query: { cursor, limit } }) => {
    const after = decodeCursor(cursor, 1);
    if (!after.ok) return after;
    await listApiKeys(operations.db, { scopes: null, limit, after: after.value });
    return allow({ items: [], nextCursor: null });
  });
  app.route(uploadContract, async (_asked, { content }) =>
    allow({
      bytes: content?.bytes ?? new Uint8Array(),
      contentType: 'text/plain',
      fileName: 'ä "b".txt',
      sha256: 'ab',
    }),
  );
}
