import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from '#scripts/data-folder.ts';
import { readKeptSettings, writeKeptSettings } from '#scripts/kept-settings.ts';
import { commandOf, isAlive } from '#scripts/orphans.ts';
import { endLeftovers, readRun } from '#scripts/run-file.ts';
import { remedyFor, StartProblem } from '#scripts/start-problem.ts';
import { givenHolder, goneFrom, killHard } from '#test/given/holder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-data-folder-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const open = () => openDataFolder(home);

test('of two starts on one data folder, the second is told who has it and what to do', async () => {
  const holder = await givenHolder(
    `const { openDataFolder } = await import('#scripts/data-folder.ts');
     openDataFolder(${JSON.stringify(home)});
     console.log('{}');`,
  );
  writeFileSync(join(home, 'run.json'), JSON.stringify({ url: 'http://127.0.0.1:4680', processes: {} }));
  expect(open).toThrow(StartProblem);
  expect(open).toThrow(
    `Holdfast is already running on ${home} (http://127.0.0.1:4680); stop that with Ctrl-C, or set HOLDFAST_HOME and HOLDFAST_PORT to others.`,
  );

  await killHard(holder.process);
  open().release(); // however the first one ended
});

test('a folder of another version is left as it is, with one sentence', () => {
  const mark = JSON.stringify({ format: 99, postgres: 17 });
  writeFileSync(join(home, 'version.json'), mark);
  expect(open).toThrow(
    `${home} was made by another version of Holdfast (format 99, PostgreSQL 17; this one reads format 1, PostgreSQL 18); start that version, or set HOLDFAST_HOME to another folder.`,
  );
  expect(readFileSync(join(home, 'version.json'), 'utf8')).toBe(mark);
});

test('a refused start does not keep the folder locked', () => {
  expect(() => openDataFolder(home, () => 1_000_000)).toThrow(StartProblem);
  open().release();
});

test('a full disk, found before or while writing, is one sentence with its remedy', () => {
  expect(() => openDataFolder(home, () => 999_999_999)).toThrow(
    `Less than 1 GB is free on the disk of ${home}; free some, or set HOLDFAST_HOME to a folder on another disk.`,
  );
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', path: '/data/x' });
  expect(remedyFor(full)).toBe(
    'There is no space left on the disk (/data/x); free some, or set HOLDFAST_HOME to a folder on another disk.',
  );
});

test('a fault of ours has no remedy and keeps its stack', () => {
  expect(remedyFor(new TypeError('x is not a function'))).toBeUndefined();
});

test('what the first start made up is read by the others, and by its owner alone', () => {
  const first = readKeptSettings(home);
  expect(first.secret.length).toBeGreaterThanOrEqual(32);
  expect(readKeptSettings(home)).toEqual(first);
  expect(statSync(join(home, 'settings.json')).mode & 0o777).toBe(0o600);

  writeKeptSettings(home, { ...first, ports: { http: 4711 } });
  expect(readKeptSettings(home)).toEqual({ ...first, ports: { http: 4711 } });
  expect(statSync(join(home, 'settings.json')).mode & 0o777).toBe(0o600);
});

test('what a killed start left running is ended, and a stranger that has its process id is not', async () => {
  const left = await givenHolder('console.log("{}");');
  const stranger = await givenHolder('console.log("{}");');
  const pids = { left: left.process.pid ?? 0, stranger: stranger.process.pid ?? 0 };
  const processes = {
    Worker: { pid: pids.left, command: commandOf(pids.left) },
    API: { pid: pids.stranger, command: 'node api/main.ts' },
  };
  writeFileSync(join(home, 'run.json'), JSON.stringify({ processes }));

  await endLeftovers(home, () => {});
  await goneFrom(pids.left);
  expect(isAlive(pids.stranger)).toBe(true);
  expect(readRun(home)).toEqual({ processes: {} });
  await killHard(stranger.process);
});
