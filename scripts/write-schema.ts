import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect } from '#db/connect.ts';
import { describeSchema } from '#db/describe-schema.ts';
import { migrate } from '#db/migrate.ts';
import { addressOf, prepareOwner } from './database.ts';
import { startPostgres } from './postgres.ts';

/** Writes db/schema.sql: what the migrations make of an empty database, for reading and for reviewing in diffs. */
const target = resolve(import.meta.dirname, '../db/schema.sql');
const folder = mkdtempSync(join(tmpdir(), 'holdfast-schema-'));
const server = await startPostgres({ dataFolder: folder, durable: false, log: (line) => console.log(line) });
try {
  const ownerUrl = addressOf(server.url, { name: 'holdfast_owner', password: 'owner', database: 'holdfast' });
  await prepareOwner(server.url, ownerUrl);
  await migrate(ownerUrl);
  const db = connect(ownerUrl, { role: 'owner', poolSize: 1, applicationName: 'holdfast-schema', sight: 'all' });
  const text = await describeSchema(db);
  await db.$client.end();
  writeFileSync(target, text);
  console.log(`Wrote ${target}: ${text.split('\n').length} lines`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
