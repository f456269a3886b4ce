import { ConfigError, readStartConfig } from '#config';
import { requireDatabase } from './database.ts';
import { requireEngine } from './embedded-servers.ts';
import { prepareDatabase } from './prepare-database.ts';
import type { Log } from './progress.ts';
import { remedyFor } from './start-problem.ts';

/** Once per deployment, before its API and workers: tables, logins, first content, namespace. Safe to repeat. */
const log: Log = (line) => console.log(line);
try {
  const config = readStartConfig();
  const { databaseUrl: url, databaseOwnerUrl: ownerUrl, temporal } = config;
  if (!url || !ownerUrl || !temporal)
    throw new ConfigError([
      'DATABASE_URL and TEMPORAL_ADDRESS must both be set; without them, `npm start` brings its own.',
    ]);
  await requireDatabase(ownerUrl);
  const { story, adminUsername, adminPassword } = config;
  await prepareDatabase({ url, ownerUrl, story, adminUsername, adminPassword, log });
  await requireEngine(temporal, config.temporalNamespace, log);
  log('Ready for the API and the workers.');
} catch (error) {
  console.error(remedyFor(error) ?? error);
  process.exit(1);
}
