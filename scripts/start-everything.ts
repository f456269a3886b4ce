import type { StartConfig } from '#config';
import { migrate } from '#db/migrate.ts';
import { prepareLogin } from './database.ts';
import { type Database, type Engine, openDatabase, openEngine } from './embedded-servers.ts';
import { loadFirstContent } from './first-content.ts';
import { type KeptSettings, readKeptSettings, writeKeptSettings } from './kept-settings.ts';
import { isPortFree } from './ports.ts';
import { runApi, runWorker } from './programs.ts';
import { type Log, withProgress } from './progress.ts';
import { endLeftovers, writeRun } from './run-file.ts';
import { StartProblem } from './start-problem.ts';
import type { Supervised } from './supervisor.ts';

export type Started = { url: string; signInPassword: string; temporalUi?: string | undefined };

/** Starts what the settings leave to us, in order, adding each to `running` as soon as it runs. */
export async function startEverything(config: StartConfig, running: Supervised[], log: Log): Promise<Started> {
  await endLeftovers(config.home, log);
  const kept = readKeptSettings(config.home);
  const port = config.port ?? kept.ports.http ?? 4680;
  if (!(await isPortFree(port)))
    throw new StartProblem(
      `Port ${port} is taken by another program; end that one, or set HOLDFAST_PORT to a free port.`,
    );
  const url = `http://127.0.0.1:${port}`;

  const [database, engine] = await withProgress(log, 'Starting PostgreSQL and Temporal', 'about 3 seconds', () =>
    Promise.all([openDatabase(config, kept, log), openEngine(config, kept, log)]),
  );
  if (database.server) running.push(database.server);
  if (engine.server) running.push(engine.server);
  keepPorts(config.home, kept, port, database, engine);

  const { applied } = await migrate(database.ownerUrl);
  if (applied > 0) log(`Brought the database up to date (${applied} migrations).`);
  await prepareLogin(database.ownerUrl, database.url);
  const { signInPassword } = kept;
  await loadFirstContent({ databaseUrl: database.url, story: config.story, signInPassword, log });

  const settings = {
    HOLDFAST_HOME: config.home,
    HOLDFAST_PORT: String(port),
    HOLDFAST_SECRET: config.secret ?? kept.secret,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: undefined, // what serves may not alter tables
    TEMPORAL_ADDRESS: engine.connection.address,
  };
  const program = { home: config.home, settings, log };
  await withProgress(log, 'Starting the workers and the API', 'about 5 seconds', async () => {
    const [worker, api] = await Promise.all([runWorker('Worker', program), runApi(port, program)]);
    engine.server?.onRestart(worker.restart); // one that lives through an outage needs 17 s to find back
    running.push(worker, api);
  });
  const note = () =>
    writeRun(
      config.home,
      url,
      running.map((one) => one.current()),
    );
  note();
  for (const one of running) one.onRestart(note);
  return { url, signInPassword, temporalUi: engine.server?.current().uiUrl };
}

/** The next start tries the same ports, so that bookmarks and open tabs stay right. */
function keepPorts(home: string, kept: KeptSettings, http: number, database: Database, engine: Engine): void {
  const temporal = engine.server?.current();
  writeKeptSettings(home, {
    ...kept,
    ports: {
      ...kept.ports,
      http,
      ...(database.port && { postgres: database.port }),
      ...(temporal && { temporal: temporal.port, temporalUi: temporal.uiPort }),
    },
  });
}
