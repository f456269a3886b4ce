import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { addressOf } from '#scripts/database.ts';

export type GivenDatabase = {
  /** Of the login that the API and the workers use. */
  url: string;
  /** Of the login that owns the tables. */
  ownerUrl: string;
  /** A pool that works as `holdfast_app`. */
  db: Db;
  /** The owner's, for looking at what was written and for breaking it on purpose. */
  sql: postgres.Sql;
  drop(): Promise<void>;
};

/** A database of this test file's own, as the real migrations make it: 50 ms. */
export async function givenDatabase(): Promise<GivenDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template holdfast_template strategy file_copy owner holdfast_owner`);
  const ownerUrl = addressOf(inject('postgresUrl'), { name: 'holdfast_owner', password: 'owner', database: name });
  const url = addressOf(ownerUrl, { name: 'holdfast_api', password: 'api' });
  const db = connect(url, { role: 'holdfast_app', poolSize: 20, applicationName: 'test', sight: 'all' });
  const sql = postgres(ownerUrl, { max: 4, onnotice: () => {} });
  return {
    url,
    ownerUrl,
    db,
    sql,
    drop: async () => {
      await Promise.all([db.$client.end(), sql.end()]);
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
