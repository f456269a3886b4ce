import { migrate } from '#db/migrate.ts';
import { prepareLogin } from './database.ts';
import { loadFirstContent } from './first-content.ts';
import type { Log } from './progress.ts';

export type PrepareDatabase = {
  url: string;
  ownerUrl: string;
  story: boolean;
  adminUsername: string;
  adminPassword: string | undefined;
  log: Log;
};

/** Brings a database to this version: tables, the login that serves, and what it holds from the beginning. Safe to repeat. */
export async function prepareDatabase({ url, ownerUrl, log, ...first }: PrepareDatabase): Promise<void> {
  const { applied } = await migrate(ownerUrl);
  if (applied > 0) log(`Brought the database up to date (${applied} migrations).`);
  await prepareLogin(ownerUrl, url);
  await loadFirstContent({ databaseUrl: url, log, ...first });
}
