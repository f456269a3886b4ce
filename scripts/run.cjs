// What every npm script starts with, on whatever Node is at hand (18 or later): installs what the lock file says, then
// runs the given program on the pinned Node. Plain CommonJS, because nothing else is certain to be installed yet.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, openSync, closeSync, readFileSync, rmSync, writeFileSync, writeSync } = require('node:fs');
const { constants, tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { mendPackages } = require('./mend-packages.cjs');

const root = resolve(__dirname, '..');
const modules = join(root, 'node_modules');
const mark = join(modules, '.holdfast-installed');

// Not `prestart`, which a user's `ignore-scripts` skips silently; and every setting that could hollow out the install.
// Only errors are shown: on an old Node every second package warns, although none of them will run on it.
const install = [
  'ci',
  '--ignore-scripts',
  '--no-engine-strict',
  '--include=dev',
  '--include=optional',
  '--loglevel=error',
];
const expected = '1 to 2 minutes the first time';

async function main() {
  const [program, ...args] = process.argv.slice(2);
  if (!program) throw new Error('Usage: node scripts/run.cjs <program.ts> [arguments]');
  const parent = new Child();
  await ensureInstalled(parent);
  if (parent.stopped) return 130;
  mendPackages(modules);
  return parent.run(findNode(), ['--disable-warning=ExperimentalWarning', resolve(root, program), ...args]);
}

/** Runs one program at a time, and hands on every signal; also the silent one, when npm alone was ended. */
class Child {
  current = undefined;
  stopped = false;

  constructor() {
    // A Ctrl-C reaches the program from the terminal too: programs take the second one as a repetition.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => this.stop(signal));
    const startedBy = ancestors();
    const watch = setInterval(() => {
      if (ancestors() === startedBy) return;
      clearInterval(watch);
      this.stop('SIGTERM');
    }, 500);
    watch.unref();
  }

  stop(signal) {
    this.stopped = true;
    if (this.current) this.current.kill(signal);
  }

  run(command, args, options) {
    return new Promise((done) => {
      this.current = spawn(command, args, { stdio: 'inherit', ...options });
      this.current.once('error', (error) => {
        process.stderr.write(`${command} does not run: ${error.message}\n`);
        done(127);
      });
      this.current.once('exit', (code, signal) => {
        this.current = undefined;
        done(code === null ? 128 + (constants.signals[signal] || 15) : code);
      });
    });
  }
}

/** Our parent, and under npm the parent of the shell that npm puts between: when either dies, the next one up inherits. */
function ancestors() {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return String(parent);
  if (process.platform !== 'linux')
    return `${parent} ${spawnSync('ps', ['-o', 'ppid=', '-p', String(parent)], { encoding: 'utf8' }).stdout}`;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    return `${parent} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return 'gone';
  }
}

async function ensureInstalled(parent) {
  const wanted = wantedMark();
  if (isInstalled(wanted)) return;
  const release = await lock();
  let reminder;
  try {
    if (isInstalled(wanted)) return; // somebody else did it while we waited
    process.stdout.write(`Installing packages (${expected}) ...\n`);
    const begun = Date.now();
    const seconds = () => Math.round((Date.now() - begun) / 1000);
    reminder = setInterval(() => process.stdout.write(`  ... ${seconds()} s of ${expected}\n`), 15_000);
    let code = await npm(parent);
    if (code !== 0 && !parent.stopped) {
      // An install broken off before leaves folders that the next one cannot remove (ENOTEMPTY).
      process.stdout.write('  once more, from nothing ...\n');
      rmSync(modules, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      code = await npm(parent);
    }
    if (parent.stopped) return;
    if (code !== 0)
      throw new Error(`npm ci failed (exit ${code}); see its message above, correct that, and start again.`);
    writeFileSync(mark, wanted);
    process.stdout.write(`  done in ${seconds()} s\n`);
  } finally {
    clearInterval(reminder);
    release();
  }
}

function npm(parent) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli))
    return parent.run(process.env.npm_node_execpath || process.execPath, [cli, ...install], { cwd: root });
  return parent.run('npm', install, { cwd: root, shell: process.platform === 'win32' });
}

/** What the folder must be the install of: this lock file, on this kind of machine. */
function wantedMark() {
  const lockFile = readFileSync(join(root, 'package-lock.json'), 'utf8').replaceAll('\r\n', '\n');
  return `${createHash('sha256').update(lockFile).digest('hex')} ${process.platform}-${process.arch}\n`;
}

function isInstalled(wanted) {
  return existsSync(mark) && readFileSync(mark, 'utf8') === wanted;
}

/** `npm start` and `npm test` at once must not install into each other. Outside the folder, which npm ci empties. */
async function lock() {
  const path = join(tmpdir(), `holdfast-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  for (let told = false; ; ) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isAlive(Number(readOr(path)))) rmSync(path, { force: true });
    else if (!told) process.stdout.write('Another start is installing packages; waiting for it ...\n');
    told = true;
    await new Promise((later) => setTimeout(later, 300));
  }
}

function readOr(path) {
  try {
    return readFileSync(path, 'utf8') || process.ppid; // not written yet: somebody lives
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The pinned Node where there is one for this machine, this one where it can run TypeScript, one sentence otherwise. */
function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(modules, `node-${platform}-${process.arch}`, 'bin', name);
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return process.execPath;
  throw new Error(
    `Holdfast runs on Node 24 and has none to install for ${process.platform}-${process.arch}; this is ${process.versions.node}: install Node 24 and start again.`,
  );
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
