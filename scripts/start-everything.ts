import type { StartConfig } from '#config';
import { storyPassword } from '#operations/load-story.ts';
import type { Servers } from './embedded-servers.ts';
import { type KeptSettings, readKeptSettings, writeKeptSettings } from './kept-settings.ts';
import { isPortFree } from './ports.ts';
import { prepareDatabase } from './prepare-database.ts';
import { runApi, runWorker } from './programs.ts';
import { type Log, withProgress } from './progress.ts';
import { endLeftovers, writeRun } from './run-file.ts';
import { StartProblem } from './start-problem.ts';
import type { Supervised } from './supervisor.ts';

export type Started = { url: string; signInPassword: string; temporalUi?: string | undefined };

export type WhatToStart = {
  open(config: StartConfig, kept: KeptSettings, log: Log): Promise<Servers>;
  /** How long opening takes, for people. */
  expected: string;
  workers: string[];
};

/** Starts what the settings leave to us, in order, adding each to `running` as soon as it runs. */
export async function startEverything(
  config: StartConfig,
  { open, expected, workers }: WhatToStart,
  running: Supervised[],
  log: Log,
): Promise<Started> {
  if (config.story && !['127.0.0.1', '::1', 'localhost'].includes(config.host))
    throw new StartProblem(
      `Everybody knows the password of the story's people, so HOLDFAST_HOST=${config.host} is not for them; set HOLDFAST_STORY=off, or leave HOLDFAST_HOST out.`,
    );
  await endLeftovers(config.home, log);
  const kept = readKeptSettings(config.home);
  const port = config.port ?? kept.ports.http ?? 4680;
  if (!(await isPortFree(port)))
    throw new StartProblem(
      `Port ${port} is taken by another program; end that one, or set HOLDFAST_PORT to a free port.`,
    );
  const url = `http://127.0.0.1:${port}`;

  const { database, engine } = await withProgress(log, 'Starting PostgreSQL and Temporal', expected, () =>
    open(config, kept, log),
  );
  if (database.server) running.push(database.server);
  if (engine.server) running.push(engine.server);
  const postgres = database.server?.current().port;
  const ports = { ...kept.ports, http: port, ...(postgres && { postgres }), ...engine.ports };
  writeKeptSettings(config.home, { ...kept, ports }); // the same ones next time: bookmarks and open tabs stay right

  const adminPassword = config.adminPassword ?? kept.signInPassword;
  const { story, adminUsername } = config;
  await prepareDatabase({ ...database, story, adminUsername, adminPassword, log });

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
    const started = await Promise.all([...workers.map((name) => runWorker(name, program)), runApi(port, program)]);
    running.push(...started);
    // A worker that lives through an outage of the engine needs up to 17 s to find back; a new one a second.
    for (const worker of started.slice(0, -1)) engine.server?.onRestart(worker.restart);
  });
  const note = () =>
    writeRun(
      config.home,
      url,
      running.map((one) => one.current()),
    );
  note();
  for (const one of running) one.onRestart(note);

  const signInPassword = config.story ? storyPassword : adminPassword;
  const ui = engine.ports?.temporalUi;
  return { url, signInPassword, temporalUi: ui === undefined ? undefined : `http://127.0.0.1:${ui}` };
}
