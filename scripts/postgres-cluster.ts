import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { postgresIdentity } from './postgres-binaries.ts';
import { StartProblem } from './start-problem.ts';

const run = promisify(execFile);

export type Cluster = { folder: string; password: string };

/** Finds the database files below `dataFolder`, or makes them (0.6 s). The superuser's password lies beside them. */
export async function prepareCluster(
  binaries: string,
  dataFolder: string,
  log: (line: string) => void,
): Promise<Cluster> {
  const identity = postgresIdentity();
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const folder = clusterFolder(dataFolder, log);
  const passwordFile = join(dataFolder, 'password');
  if (existsSync(folder)) return { folder, password: readFileSync(passwordFile, 'utf8') };

  const password = randomBytes(24).toString('base64url');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  // Made beside its place and moved there when complete, so that a start that was broken off leaves nothing half made.
  const part = `${folder}.part`;
  const passwordCopy = `${folder}.password`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  writeFileSync(passwordCopy, password, { mode: 0o600 });
  if (identity) for (const path of [part, passwordCopy]) chownSync(path, identity.uid, identity.gid);
  try {
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
    const access = ['--username=postgres', `--pwfile=${passwordCopy}`, '--auth=scram-sha-256'];
    await run(
      join(binaries, 'bin', 'initdb'),
      ['-D', part, ...access, ...locale, '--data-checksums', '--no-instructions'],
      {
        ...identity,
        cwd: part,
      },
    );
  } catch (error) {
    const why = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : error;
    throw new StartProblem(`PostgreSQL could not make its files in ${folder}: ${why}; correct that and start again.`);
  } finally {
    rmSync(passwordCopy, { force: true });
  }
  renameSync(part, folder);
  return { folder, password };
}

/**
 * Where the files lie: in the data folder, unless we are root and nobody, as whom PostgreSQL then runs, cannot reach it
 * (a clone below /root). Then `location` names the place.
 */
function clusterFolder(dataFolder: string, log: (line: string) => void): string {
  const inside = join(dataFolder, 'cluster');
  if (!postgresIdentity() || existsSync(inside)) return inside;
  const location = join(dataFolder, 'location');
  if (existsSync(location)) return readFileSync(location, 'utf8');
  chmodSync(dataFolder, 0o711);
  if (reachableByAll(dataFolder)) return inside;
  const outside = `/var/lib/holdfast/${randomBytes(6).toString('hex')}`;
  mkdirSync(dirname(outside), { recursive: true, mode: 0o755 });
  writeFileSync(location, outside);
  log(`PostgreSQL does not run as root and ${dataFolder} is private, so its files lie in ${outside}.`);
  return outside;
}

function reachableByAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  const parent = resolve(folder, '..');
  return parent === folder || reachableByAll(parent);
}
