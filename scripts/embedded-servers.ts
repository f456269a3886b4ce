import { join } from 'node:path';
import type { StartConfig, TemporalConnection } from '#config';
import { addressOf, prepareOwner, requireDatabase } from './database.ts';
import type { KeptSettings } from './kept-settings.ts';
import { portFreed } from './ports.ts';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import type { Log } from './progress.ts';
import { StartProblem } from './start-problem.ts';
import { type Supervised, supervise } from './supervisor.ts';
import { startTemporal } from './temporal.ts';
import { findTemporal } from './temporal-executable.ts';
import { prepareNamespace } from './temporal-namespace.ts';

export type Database = { url: string; ownerUrl: string; server?: Supervised<RunningPostgres> };

/** The database: the one named by DATABASE_URL, or our own below the data folder. */
export async function openDatabase(config: StartConfig, kept: KeptSettings, log: Log): Promise<Database> {
  if (config.databaseUrl) {
    const ownerUrl = config.databaseOwnerUrl ?? config.databaseUrl;
    await requireDatabase(ownerUrl);
    return { url: config.databaseUrl, ownerUrl };
  }
  let port = kept.ports.postgres;
  const server = await supervise(async () => {
    if (port) await portFreed(port);
    return startPostgres({ dataFolder: join(config.home, 'postgres'), port, durable: true, log });
  }, log);
  port = server.current().port;
  const superUrl = server.current().url;
  const owner = { name: 'holdfast_owner', password: kept.ownerPassword, database: 'holdfast' };
  const ownerUrl = addressOf(superUrl, owner);
  await prepareOwner(superUrl, ownerUrl);
  return { url: addressOf(ownerUrl, { name: 'holdfast_api', password: kept.apiPassword }), ownerUrl, server };
}

export type Engine = {
  connection: TemporalConnection;
  server?: Supervised;
  /** The ports it has now, to be tried again by the next start. */
  ports?: { temporal: number; temporalUi?: number };
};

/** The engine: the one named by TEMPORAL_ADDRESS, or our own below the data folder. */
export async function openEngine(config: StartConfig, kept: KeptSettings, log: Log): Promise<Engine> {
  if (config.temporal) {
    await requireEngine(config.temporal, config.temporalNamespace, log);
    return { connection: config.temporal };
  }
  const program = await findTemporal({ cliPath: config.temporalCliPath, cacheHome: config.cache, log });
  let { temporal: port, temporalUi: uiPort } = kept.ports;
  const start = async () => {
    if (port) await portFreed(port);
    const dataFolder = join(config.home, 'temporal');
    return startTemporal({ program, dataFolder, namespace: config.temporalNamespace, port, uiPort, log });
  };
  const server = await supervise(start, log);
  ({ port, uiPort } = server.current());
  const { address } = server.current();
  return { connection: { address }, server, ports: { temporal: port, temporalUi: uiPort } };
}

/** Prepares the namespace of an engine that is not ours; throws the one sentence when it does not answer. */
export async function requireEngine(connection: TemporalConnection, namespace: string, log: Log): Promise<void> {
  try {
    await prepareNamespace(connection, namespace, log);
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new StartProblem(
      `Temporal at ${connection.address} does not answer (${why}); start it, or correct TEMPORAL_ADDRESS and its TLS and key settings.`,
    );
  }
}

export type Servers = { database: Database; engine: Engine };

/** Both, side by side. */
export async function openServers(config: StartConfig, kept: KeptSettings, log: Log): Promise<Servers> {
  const [database, engine] = await Promise.all([openDatabase(config, kept, log), openEngine(config, kept, log)]);
  return { database, engine };
}
