import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDocumentFolder } from '#operations/document-store.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { givenSession } from '#test/given/signing.ts';

let given: GivenReviews;
let home: string;

beforeAll(async () => {
  given = await givenReviews();
  home = await mkdtemp(join(tmpdir(), 'retention-'));
  await given.workers({ home });
});
afterAll(async () => {
  await given.stop();
  await rm(home, { recursive: true, force: true });
});

test('a run of the schedule sweeps, forgets, tells what it did, and finds nothing left the next time', async () => {
  const store = openDocumentFolder(join(home, 'documents'));
  const orphan = 'ef'.repeat(32);
  await store.put(orphan, new Uint8Array([1]));
  const longAgo = new Date(Date.now() - 3 * 86_400_000);
  await utimes(join(home, 'documents', 'ef', orphan.slice(2)), longAgo, longAgo);
  const session = await givenSession(given.context, given.person('d.whitlock'));
  await given.database.sql`update sessions set expires_at = now() - interval '1 year' where id = ${session}`;

  const none = { logins: 0, sessions: 0, answers: 0, notices: 0, digests: 0, starts: 0, imports: 0 };
  const run = () =>
    given.client.workflow.execute('retention', {
      workflowId: `retention-${randomUUID()}`,
      taskQueue: given.taskQueue,
    });
  expect(await run()).toEqual({ removed: 0, kept: 0, swept: 1, forgotten: { ...none, sessions: 1 } });
  expect(await run()).toEqual({ removed: 0, kept: 0, swept: 0, forgotten: none });
  expect(await store.has(orphan)).toBe(false);
});
