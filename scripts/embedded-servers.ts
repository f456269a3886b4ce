import { join } from 'node:path';
import type { StartConfig, TemporalConnection } from '#config';
import { addressOf, prepareOwner, requireDatabase } from './database.ts';
import type { KeptSettings } from './kept-settings.ts';
import { portFreed } from './ports.ts';
import { startPostgres } from './postgres.ts';
import type { Log } from './progress.ts';
import { StartProblem } from './start-problem.ts';
import { type Supervised, supervise } from './supervisor.ts';
import { type RunningTemporal, startTemporal } from './temporal.ts';
import { findTemporal } from './temporal-executable.ts';
import { prepareNamespace } from './temporal-namespace.ts';

export type Database = { url: string; ownerUrl: string; port?: number; server?: Supervised };

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
  return { url: addressOf(ownerUrl, { name: 'holdfast_api', password: kept.apiPassword }), ownerUrl, port, server };
}

export type Engine = { connection: TemporalConnection; server?: Supervised<RunningTemporal> };

/** The engine: the one named by TEMPORAL_ADDRESS, or our own below the data folder. */
export async function openEngine(config: StartConfig, kept: KeptSettings, log: Log): Promise<Engine> {
  if (config.temporal) {
    await prepareNamespace(config.temporal, config.temporalNamespace, log).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : error;
      throw new StartProblem(
        `Temporal at ${config.temporal?.address} does not answer (${why}); start it, or correct TEMPORAL_ADDRESS and its TLS and key settings.`,
      );
    });
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
  return { connection: { address: server.current().address }, server };
}
