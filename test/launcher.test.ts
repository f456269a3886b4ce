import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '#scripts/orphans.ts';
import { goneFrom } from '#test/given/holder.ts';

const launcher = fileURLToPath(new URL('../scripts/run.cjs', import.meta.url));
const pinned = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Stands for npm: notes how it was called, and installs a Node; how often it fails first stands in a file. */
const fakeNpm = `
const fs = require('node:fs');
fs.appendFileSync('npm-calls', JSON.stringify(process.argv.slice(2)) + '\\n');
const failures = fs.existsSync('failures') ? Number(fs.readFileSync('failures')) : 0;
if (failures > 0) {
  fs.writeFileSync('failures', String(failures - 1));
  fs.mkdirSync('node_modules/half', { recursive: true });
  process.exit(217);
}
const bin = 'node_modules/${pinned}/bin';
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync(bin, { recursive: true });
fs.symlinkSync(${JSON.stringify(process.execPath)}, bin + '/node');
`;

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'holdfast-clone-'));
  mkdirSync(join(clone, 'scripts'));
  cpSync(launcher, join(clone, 'scripts/run.cjs'));
  cpSync(join(dirname(launcher), 'mend-packages.cjs'), join(clone, 'scripts/mend-packages.cjs'));
  writeFileSync(join(clone, 'package-lock.json'), '{}\n');
  writeFileSync(join(clone, 'npm-cli.js'), fakeNpm);
  writeFileSync(join(clone, 'program.ts'), 'console.log(JSON.stringify(process.argv.slice(2)));');
});
afterEach(() => rmSync(clone, { recursive: true }));

const start = (args: string[] = ['program.ts'], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [join(clone, 'scripts/run.cjs'), ...args], {
    cwd: clone,
    env: { PATH: '/usr/bin:/bin', npm_execpath: join(clone, 'npm-cli.js'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

async function outcome(child: ChildProcess) {
  let out = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, errors };
}

const npmCalls = (): string[][] =>
  readFileSync(join(clone, 'npm-calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a fresh clone is installed once, with everything and against any setting; then the program runs with its arguments', async () => {
  const hostile = { npm_config_ignore_scripts: 'true', npm_config_omit: 'dev', NODE_ENV: 'production' };
  const first = await outcome(start(['program.ts', 'a b', '--c'], hostile));
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(first.out).toContain('Installing packages (1 to 2 minutes the first time)');
  expect(first.out).toContain('["a b","--c"]');
  expect(npmCalls()).toEqual([
    ['ci', '--ignore-scripts', '--no-engine-strict', '--include=dev', '--include=optional', '--loglevel=error'],
  ]);

  const second = await outcome(start());
  expect(second).toMatchObject({ code: 0, out: '[]\n' });
  expect(npmCalls()).toHaveLength(1);
});

test('a changed lock file is installed', async () => {
  await outcome(start());
  writeFileSync(join(clone, 'package-lock.json'), '{"changed":true}\n');
  expect(await outcome(start())).toMatchObject({ code: 0 });
  expect(npmCalls()).toHaveLength(2);
});

test('an install that fails is tried once more from nothing, which cures one that was broken off', async () => {
  writeFileSync(join(clone, 'failures'), '1');
  expect(await outcome(start())).toMatchObject({ code: 0 });
  expect(npmCalls()).toHaveLength(2);
  expect(existsSync(join(clone, 'node_modules/half'))).toBe(false);
});

test('an install that fails twice is one sentence, and is not taken for done', async () => {
  writeFileSync(join(clone, 'failures'), '2');
  expect(await outcome(start())).toMatchObject({
    code: 1,
    errors: 'npm ci failed (exit 217); see its message above, correct that, and start again.\n',
  });
  expect(await outcome(start())).toMatchObject({ code: 0 });
  expect(npmCalls()).toHaveLength(3);
});

test('two starts at once install once', async () => {
  const [one, other] = await Promise.all([outcome(start()), outcome(start())]);
  expect([one.code, other.code]).toEqual([0, 0]);
  expect(npmCalls()).toHaveLength(1);
});

test('the exit code of the program is that of the launcher', async () => {
  writeFileSync(join(clone, 'program.ts'), 'process.exit(7);');
  expect(await outcome(start())).toMatchObject({ code: 7 });
});

const patient = `
let asked = 0;
process.on('SIGTERM', () => { asked++; setTimeout(() => { console.log('stopped'); process.exit(0); }, 100); });
process.on('SIGINT', () => { asked++; setTimeout(() => { console.log('asked ' + asked); process.exit(0); }, 300); });
setInterval(() => {}, 1000);
console.log('pid ' + process.pid);
`;

async function started(child: ChildProcess): Promise<number> {
  for await (const chunk of child.stdout ?? []) {
    const pid = String(chunk).match(/pid (\d+)/)?.[1];
    if (pid) return Number(pid);
  }
  throw new Error('It ended before it said its process id');
}

test('SIGTERM and a repeated Ctrl-C reach the program, and the launcher waits for it', async () => {
  writeFileSync(join(clone, 'program.ts'), patient);
  for (const signals of [['SIGTERM'], ['SIGINT', 'SIGINT']] as const) {
    const child = start();
    const pid = await started(child);
    const ended = outcome(child);
    for (const signal of signals) child.kill(signal);
    expect((await ended).code).toBe(0);
    expect(isAlive(pid)).toBe(false);
  }
});

test.each([
  ['directly', ''],
  ['with a shell between, as npm does it', '; exit $?'],
])('when what started the launcher %s is killed, the program is asked to stop', async (_, more) => {
  writeFileSync(join(clone, 'program.ts'), patient);
  const line = `exec "$0" scripts/run.cjs program.ts`;
  const command = more === '' ? line : `${line.replace('exec ', '')}${more}`;
  const code = `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(command)}, process.execPath], { stdio: ['ignore', 'inherit', 'inherit'] });`;
  const npm = spawn(process.execPath, ['-e', code], {
    cwd: clone,
    env: { PATH: '/usr/bin:/bin', npm_execpath: join(clone, 'npm-cli.js'), npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await started(npm);
  npm.kill('SIGKILL');
  await goneFrom(pid);
});

test('where no Node is pinned and this one is too old, one sentence says what to install', async () => {
  mkdirSync(join(clone, 'node_modules'));
  writeFileSync(join(clone, 'npm-cli.js'), 'require("node:fs").mkdirSync("node_modules", { recursive: true });');
  writeFileSync(
    join(clone, 'old.cjs'),
    'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.0" } });',
  );
  const { code, errors } = await outcome(
    start(['program.ts'], { NODE_OPTIONS: `--require ${join(clone, 'old.cjs')}` }),
  );
  expect({ code, errors }).toEqual({
    code: 1,
    errors: `Holdfast runs on Node 24 and has none to install for ${process.platform}-${process.arch}; this is 20.20.0: install Node 24 and start again.\n`,
  });
});

test('where no Node is pinned and this one can run TypeScript, it does', async () => {
  writeFileSync(join(clone, 'npm-cli.js'), 'require("node:fs").mkdirSync("node_modules", { recursive: true });');
  expect(await outcome(start())).toMatchObject({ code: 0 });
});
