import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { environmentWith, type StartConfig } from '#config';
import { startChild } from './child-process.ts';
import { addressOf, prepareOwner } from './database.ts';
import { type Engine, openDatabase, type Servers } from './embedded-servers.ts';
import type { KeptSettings } from './kept-settings.ts';
import { freePort, freePorts, portFreed } from './ports.ts';
import type { Log } from './progress.ts';
import { StartProblem } from './start-problem.ts';
import { supervise } from './supervisor.ts';
import { untilServing } from './temporal.ts';
import { buildPrograms, cachedProgram, cacheFolder, goVersion } from './temporal-build.ts';
import { prepareNamespace } from './temporal-namespace.ts';

const run = promisify(execFile);
const dynamicConfig = fileURLToPath(new URL('../deploy/temporal-dynamic-config.yaml', import.meta.url));

/** Our PostgreSQL, and on it the Temporal server as it runs in earnest, as docker-compose.yml has them. */
export async function openProductionServers(config: StartConfig, kept: KeptSettings, log: Log): Promise<Servers> {
  const database = await openDatabase(config, kept, log);
  const superUrl = database.server?.current().url;
  if (!superUrl)
    throw new StartProblem(
      'The topology runs on a PostgreSQL of its own; unset DATABASE_URL, or use docker-compose.yml.',
    );
  if (!(await goVersion()))
    throw new StartProblem(
      'The topology builds the Temporal server with Go, which is not on PATH; install Go 1.25 or later.',
    );
  const folder = cacheFolder(config.cache);
  await buildPrograms(folder, ['temporal-server', 'temporal-sql-tool'], log);
  const owner = { name: 'temporal', password: kept.ownerPassword };
  await prepareSchema(
    cachedProgram(folder, 'temporal-sql-tool'),
    superUrl,
    { ...owner, database: 'temporal' },
    'temporal',
  );
  const visibility = { ...owner, database: 'temporal_visibility' };
  await prepareSchema(cachedProgram(folder, 'temporal-sql-tool'), superUrl, visibility, 'visibility');
  return { database, engine: await startServer(cachedProgram(folder, 'temporal-server'), superUrl, config, kept, log) };
}

type Owner = { name: string; password: string; database: string };

/** Makes a database of Temporal's, or brings it to this server's version. */
async function prepareSchema(tool: string, superUrl: string, owner: Owner, schema: string): Promise<void> {
  const url = addressOf(superUrl, owner);
  await prepareOwner(superUrl, url);
  const sql = postgres(url, { max: 1 });
  const [found] = await sql`select to_regclass('schema_version') as version`;
  await sql.end();
  const { hostname, port } = new URL(url);
  const place = ['--plugin', 'postgres12', '--ep', hostname, '--port', port, '--db', owner.database];
  const access = [...place, '--user', owner.name, '--password', owner.password];
  if (!found?.version) await run(tool, [...access, 'setup-schema', '--version', '0.0']);
  await run(tool, [...access, 'update-schema', '--schema-name', `postgresql/v12/${schema}`]);
}

async function startServer(
  program: string,
  superUrl: string,
  config: StartConfig,
  kept: KeptSettings,
  log: Log,
): Promise<Engine> {
  const port = await freePort(kept.ports.temporal);
  const logFile = join(config.home, 'temporal.log');
  const address = `127.0.0.1:${port}`;
  const env = environmentWith({ ...(await serverSettings(port)), ...storeSettings(superUrl, kept) });
  const server = await supervise(async () => {
    await portFreed(port);
    const child = await startChild({
      name: 'Temporal',
      command: program,
      args: ['--allow-no-auth', 'start'],
      env,
      logFile,
    });
    await untilServing(address, child, logFile);
    return child;
  }, log);
  await prepareNamespace({ address }, config.temporalNamespace, log);
  return { connection: { address }, server, ports: { temporal: port } };
}

/** As the server's own template of its configuration names them. */
async function serverSettings(frontend: number) {
  const others = ['FRONTEND_HTTP', 'FRONTEND_MEMBERSHIP', 'MATCHING_GRPC', 'MATCHING_MEMBERSHIP'];
  others.push('HISTORY_GRPC', 'HISTORY_MEMBERSHIP', 'WORKER_GRPC', 'WORKER_MEMBERSHIP');
  const numbers = await freePorts(others.length);
  const ports = others.map((name, index) => [`${name}_PORT`, String(numbers[index])]);
  const here = {
    BIND_ON_IP: '127.0.0.1',
    TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
    FRONTEND_GRPC_PORT: String(frontend),
  };
  const manner = { LOG_LEVEL: 'warn', NUM_HISTORY_SHARDS: '4', DYNAMIC_CONFIG_FILE_PATH: dynamicConfig };
  return { ...Object.fromEntries(ports), ...here, ...manner };
}

function storeSettings(superUrl: string, { ownerPassword }: KeptSettings) {
  const { hostname, port } = new URL(superUrl);
  const names = { DB: 'postgres12', DBNAME: 'temporal', VISIBILITY_DBNAME: 'temporal_visibility' };
  return { ...names, POSTGRES_SEEDS: hostname, DB_PORT: port, POSTGRES_USER: 'temporal', POSTGRES_PWD: ownerPassword };
}
