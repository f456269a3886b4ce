import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { connect } from '#db/connect.ts';
import { rights } from '#domain/rights.ts';
import type { OperationContext } from '#operations/context.ts';
import { createUser } from '#operations/create-user.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { type Log, withProgress } from './progress.ts';

export type FirstContent = { databaseUrl: string; story: boolean; signInPassword: string; log: Log };

/** What every installation has before anybody uses it, and the story or else a first administrator. Safe at each start. */
export async function loadFirstContent({ databaseUrl, story, signInPassword, log }: FirstContent): Promise<void> {
  const db = connect(databaseUrl, { role: 'holdfast_app', poolSize: 4, applicationName: 'holdfast-start' });
  const context: OperationContext = { db, clock: { now: () => new Date() }, newId: () => v7() };
  try {
    await installBaseline(context);
    if (story) await load(context, signInPassword, log);
    else await makeAdministrator(context, signInPassword);
  } finally {
    await db.$client.end();
  }
}

const storyFolder = fileURLToPath(new URL('../story', import.meta.url));

type Loader = (
  context: OperationContext,
  folder: string,
  password: string,
) => Promise<{ receipts: number; already: boolean }>;

async function load(context: OperationContext, password: string, log: Log): Promise<void> {
  const loader = new URL('../operations/load-story.ts', import.meta.url);
  if (!existsSync(loader)) return;
  const { loadStory } = (await import(loader.href)) as { loadStory: Loader };
  await withProgress(log, 'Loading the story', 'about 10 seconds the first time', () =>
    loadStory(context, storyFolder, password),
  );
}

/** Somebody must be able to let the others in. Afterwards this name is taken, and nothing happens. */
async function makeAdministrator(context: OperationContext, password: string): Promise<void> {
  const everything = { role: 'system', rights, entityId: null, siteId: null } as const;
  const caller = { kind: 'system', id: 'system', name: 'Installation', grants: [everything] } as const;
  const grants = [{ role: 'administrator' }];
  const input = { username: 'admin', name: 'Administrator', passwordMark: 'first-administrator', grants };
  const answer = await createUser(context, password, {
    commandId: 'install:first-administrator',
    caller,
    cause: {},
    input,
  });
  if (!answer.ok && answer.violation.code !== 'user.name-taken') throw new Error(answer.violation.message);
}
