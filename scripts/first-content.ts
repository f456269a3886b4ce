import { fileURLToPath } from 'node:url';
import { connect } from '#db/connect.ts';
import { newId } from '#db/new-id.ts';
import { rights } from '#domain/rights.ts';
import type { OperationContext } from '#operations/context.ts';
import { createUser } from '#operations/create-user.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { loadStory } from '#operations/load-story.ts';
import { scoreRecords } from '#operations/score-records.ts';
import { type Log, withProgress } from './progress.ts';
import { StartProblem } from './start-problem.ts';

const storyFolder = fileURLToPath(new URL('../story', import.meta.url));

export type FirstContent = {
  databaseUrl: string;
  story: boolean;
  adminUsername: string;
  adminPassword: string | undefined;
  log: Log;
};

/** What every installation has before anybody uses it, and the story or else a first administrator. Safe at each start. */
export async function loadFirstContent(content: FirstContent): Promise<void> {
  const { databaseUrl, story, adminUsername, adminPassword, log } = content;
  const db = connect(databaseUrl, {
    role: 'holdfast_app',
    poolSize: 4,
    applicationName: 'holdfast-start',
    sight: 'all',
  });
  const context: OperationContext = { db, clock: { now: () => new Date() }, newId };
  try {
    await installBaseline(context);
    if (story)
      await withProgress(log, 'Loading the story', '10 seconds the first time', () => loadStory(context, storyFolder));
    else if (adminPassword) await makeAdministrator(context, adminUsername, adminPassword);
    await scoreRecords(context);
  } finally {
    await db.$client.end();
  }
}

/** Somebody must be able to let the others in. Afterwards there is one, and nothing happens, whatever the settings call them. */
async function makeAdministrator(context: OperationContext, username: string, password: string): Promise<void> {
  const everything = { role: 'system', rights, entityId: null, siteId: null } as const;
  const caller = { kind: 'system', id: 'system', name: 'Installation', grants: [everything] } as const;
  const grants = [{ role: 'administrator' }];
  const input = { username, name: 'Administrator', passwordMark: 'first-administrator', grants };
  const answer = await createUser(context, password, {
    commandId: 'install:first-administrator',
    caller,
    cause: {},
    input,
  });
  if (answer.ok || ['user.name-taken', 'idempotency.key-reused'].includes(answer.violation.code)) return;
  throw new StartProblem(`${answer.violation.message}; set HOLDFAST_ADMIN_PASSWORD to another password.`);
}
