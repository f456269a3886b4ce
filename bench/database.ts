import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { newId } from '#db/new-id.ts';
import type { Caller } from '#domain/caller.ts';
import { rights } from '#domain/rights.ts';
import type { OperationContext } from '#operations/context.ts';
import { importMasterData } from '#operations/import-master-data.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { hashPassword } from '#operations/passwords.ts';
import { readStory } from '#operations/story-file.ts';
import { masterDataOfStory } from '#operations/story-master-data.ts';
import { addressOf, prepareLogin, prepareOwner } from '#scripts/database.ts';

export type BenchDatabase = {
  /** Of the login that the API and the workers use. */
  url: string;
  context: OperationContext & { db: Db };
  /** The owner's, for the generator and for looking at what was written. */
  sql: postgres.Sql;
  drop(): Promise<void>;
};

const storyFolder = fileURLToPath(new URL('../story/', import.meta.url));
const owner = { name: 'holdfast_owner', password: 'owner' };
const api = { name: 'holdfast_api', password: 'api' };
/** Of everybody in the story. */
export const signInPassword = 'bench-bench-bench';

const template = 'bench_template';

/** May do everything everywhere: sets the stage. */
export const stageManager: Caller = {
  kind: 'system',
  id: 'system',
  name: 'Benchmark',
  grants: [{ role: 'system', rights, entityId: null, siteId: null }],
};

/** One database with the story's master data, from which each benchmark's is copied. */
export async function makeTemplate(superUrl: string): Promise<void> {
  const ownerUrl = addressOf(superUrl, { ...owner, database: template });
  await prepareOwner(superUrl, ownerUrl);
  await migrate(ownerUrl);
  const url = addressOf(ownerUrl, api);
  await prepareLogin(ownerUrl, url);
  const context = contextOf(url, 2);
  await installBaseline(context);
  const story = await readStory(storyFolder, new Date());
  const answer = await importMasterData(context, {
    commandId: 'bench:master-data',
    caller: stageManager,
    cause: {},
    input: masterDataOfStory(story.master_data, await hashPassword(signInPassword)),
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  await context.db.$client.end();
}

export async function makeDatabase(superUrl: string): Promise<BenchDatabase> {
  const database = `bench_${randomBytes(6).toString('hex')}`;
  const admin = postgres(superUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${database} template ${template} strategy file_copy owner ${owner.name}`);
  const url = addressOf(superUrl, { ...api, database });
  const context = contextOf(url, 20);
  const sql = postgres(addressOf(superUrl, { ...owner, database }), { max: 4, onnotice: () => {} });
  return {
    url,
    context,
    sql,
    drop: async () => {
      await Promise.all([context.db.$client.end(), sql.end()]);
      await admin.unsafe(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
}

const contextOf = (url: string, poolSize: number): OperationContext & { db: Db } => ({
  db: connect(url, { role: 'holdfast_app', poolSize, applicationName: 'holdfast-bench', sight: 'all' }),
  clock: { now: () => new Date() },
  newId,
});
