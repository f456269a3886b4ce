import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { asText, checkArchitecture, readProject } from './architecture/check-architecture.ts';
import { isDecision } from './architecture/check-decisions.ts';
import { folderOf, parseSource } from './architecture/source-file.ts';

const project = readProject(fileURLToPath(new URL('..', import.meta.url)));

/** What the checker says of files that exist only here, by path and text. */
const saysOf = (files: Record<string, string>): string[] =>
  checkArchitecture(Object.entries(files).map(([path, text]) => parseSource(path, text))).map(asText);

test('the project keeps to its layout', () => {
  expect(checkArchitecture(project).map(asText)).toEqual([]);
});

test('the checker sees the project: every layer, and the imports between them', () => {
  const folders = new Set(project.map(({ path }) => folderOf(path)));
  for (const folder of ['domain', 'db', 'operations', 'test']) expect(folders).toContain(folder);
  const crossing = project.flatMap(({ path, imports }) =>
    imports.filter((imported) => imported.path !== null && folderOf(imported.path) !== folderOf(path)),
  );
  expect(crossing.length).toBeGreaterThan(50);
});

describe('a planted violation is found:', () => {
  test.each([
    ['domain/a.ts', "import { db } from '#db/connect.ts';", 'domain/ may not import db/connect.ts'],
    ['domain/a.ts', "import type { Tx } from '#db/connect.ts';", 'domain/ may not import db/connect.ts'],
    ['domain/a.ts', "import { readFileSync } from 'node:fs';", 'domain/ may not import the package node:fs'],
    ['domain/a.ts', "export * from 'uuid';", 'domain/ may not import the package uuid'],
    ['db/a.ts', "import { ship } from '#operations/ship.ts';", 'db/ may not import operations/ship.ts'],
    [
      'operations/a.ts',
      "import { Client } from '@temporalio/client';",
      'may not import the package @temporalio/client',
    ],
    [
      'operations/a.ts',
      "const { Client } = await import('@temporalio/client');",
      'may not import the package @temporalio/client',
    ],
    [
      'operations/a.ts',
      "type C = import('@temporalio/client').Client;",
      'may not import the package @temporalio/client',
    ],
    [
      'workflows/a.ts',
      "import { act } from '#activities/act.ts';",
      'workflows/ may import only types of activities/act.ts',
    ],
    ['workflows/a.ts', "import { ship } from '#operations/ship.ts';", 'workflows/ may not import operations/ship.ts'],
    [
      'workflows/a.ts',
      "import { randomUUID } from 'node:crypto';",
      'workflows/ may not import the package node:crypto',
    ],
    ['activities/a.ts', "import { app } from '#api/http/app.ts';", 'activities/ may not import api/http/app.ts'],
    [
      'api/a.ts',
      "import { quarantineReview } from '#workflows/quarantine-review.ts';",
      'api/ may not import workflows/quarantine-review.ts',
    ],
    ['api/a.ts', "import { lots } from '#db/schema/lots.ts';", 'api/ may import only types of db/schema/lots.ts'],
    ['api/a.ts', "import { readConfig } from '#config';", 'api/ may import only types of config.ts'],
    ['workers/a.ts', "import { routes } from '#api/routes/index.ts';", 'workers/ may not import api/routes/index.ts'],
    ['operations/a.ts', "import { given } from '#test/given/lot.ts';", 'nothing but tests and scripts imports test/'],
    [
      'operations/a.ts',
      "import { lots } from '../db/schema/lots.ts';",
      'write #db/schema/lots.ts to import from another folder',
    ],
    ['shared/a.ts', "import { x } from '#domain/x.ts';", 'shared/ has no row in the import table'],
  ])('%s with %s', (path, text, message) => {
    expect(saysOf({ [path]: text })).toEqual([
      `${path}:1 imports: ${message.startsWith('may') ? `operations/ ${message}` : message}`,
    ]);
  });

  test('a decision called by a worker, unless it only makes visible what stopped', () => {
    const files = { 'operations/end-review.ts': '', 'operations/raise-exception-task.ts': '' };
    expect(saysOf({ ...files, 'workers/a.ts': "import { x } from '#operations/end-review.ts';" })).toHaveLength(1);
    expect(saysOf({ ...files, 'workers/a.ts': "import { x } from '#operations/raise-exception-task.ts';" })).toEqual(
      [],
    );
  });

  test('a decision called by the API, also through a fact or in a list of imports', () => {
    const decision = { 'operations/decide-quarantine-review.ts': 'export const decide = 1;' };
    const route = (from: string) => ({ 'api/routes/a.ts': `import { x } from '#operations/${from}.ts';` });
    expect(saysOf({ ...decision, ...route('decide-quarantine-review') })).toEqual([
      'api/routes/a.ts:1 decisions: operations/decide-quarantine-review.ts decides: only activities may call it',
    ]);
    const through = { 'operations/place-hold.ts': "import { decide } from './decide-quarantine-review.ts';" };
    expect(saysOf({ ...decision, ...through, ...route('place-hold') })).toEqual([
      'api/routes/a.ts:1 decisions: operations/place-hold.ts → operations/decide-quarantine-review.ts decides: only activities may call it',
    ]);
  });

  test.each([
    ["import { lots } from '#db/schema/lots.ts';\nawait tx.insert(lots).values({});", 'insert(lots)'],
    ["import { lots as goods } from './schema/lots.ts';\nawait tx.update(goods).set({});", 'update(goods)'],
    ["import * as schema from './schema/index.ts';\nawait tx.delete(schema.holds);", 'delete(schema.holds)'],
    [`\nawait sql\`insert into lots (id) values (\${id})\`;`, '"insert into"'],
    [`\nawait sql\`update \${table} set x = 1\`;`, '"update ? set"'],
    ["\nawait sql.unsafe('DELETE\\n  FROM holds');", '"DELETE\n  FROM"'],
    ['\nawait sql`truncate table lots`;', '"truncate table l"'],
  ])('a write outside operations: %j', (text, what) => {
    expect(saysOf({ 'db/queries/a.ts': text })).toEqual([
      `db/queries/a.ts:2 writes: only operations/ writes tables: ${what}`,
    ]);
  });

  test.each([
    ['api/a.ts', 'const port = process.env.PORT;', 'environment: only config.ts reads process.env'],
    ['operations/a.ts', 'const now = new Date();', 'clock: new Date(): the clock and chance are injected'],
    ['domain/a.ts', 'const now = Date.now();', 'clock: Date.now(): the clock and chance are injected'],
    ['domain/a.ts', 'const dice = Math.random();', 'clock: Math.random(): the clock and chance are injected'],
    ['domain/a.ts', "const page = await fetch('http://a');", 'purity: the rules do nothing but compute: fetch'],
    ['domain/a.ts', 'const id = crypto.randomUUID();', 'purity: the rules do nothing but compute: crypto'],
    ['domain/holdRules.ts', '', 'name: file names are kebab-case'],
    ['domain/date-utils.ts', '', 'name: name the file after what is in it'],
    ['domain/a.ts', '\n'.repeat(201), 'size: 201 lines, at most 200: split it by noun'],
    ['workflows/a.ts', '\n'.repeat(120), 'size: 120 lines, at most 119: split it by noun'],
  ])('%s with %j', (path, text, message) => expect(saysOf({ [path]: text })).toEqual([`${path}:1 ${message}`]));
});

describe('what the layout allows is not objected to:', () => {
  test.each([
    ['workflows/a.ts', "import type { Activities } from '#activities/activities.ts';"],
    ['workflows/a.ts', "import { type Activities } from '#activities/activities.ts';"],
    ['api/a.ts', "import { decideUpdate } from '#workflows/quarantine-review.messages.ts';"],
    ['api/a.ts', "import { inbox } from '#db/queries/inbox.ts';"],
    ['api/a.ts', "import type { Answer } from '#operations/decide-quarantine-review.ts';"],
    ['api/a.ts', "import { placeHold } from '#operations/place-hold.ts';"],
    ['activities/a.ts', "import { decide } from '#operations/decide-quarantine-review.ts';"],
    ['db/a.ts', 'seen.delete(id);\nhash.update(bytes);\nconst clause = sql`on conflict do update set x = 1`;'],
    ['operations/a.ts', "import { lots } from '#db/schema/lots.ts';\nawait tx.insert(lots).values({});"],
    ['operations/a.ts', 'const then = new Date(stated);'],
    ['domain/a.ts', 'const { process } = hold;\nreturnTo(hold.process);'],
    ['scripts/a.ts', 'const path = process.env.PATH;'],
    ['workflows/a.ts', '\n'.repeat(119)],
  ])('%s with %j', (path, text) => expect(saysOf({ [path]: text })).toEqual([]));
});

test('decisions and facts are told apart by the first word of an operation', () => {
  const names = [
    'decide-quarantine-review',
    'extend-quarantine-review',
    'cancel-quarantine-review',
    'confirm-outcome',
    'end-review',
  ];
  for (const name of names) expect(isDecision(`operations/${name}.ts`)).toBe(true);
  for (const name of ['place-hold', 'receive-goods', 'end-session', 'move-stock', 'raised-floor'])
    expect(isDecision(`operations/${name}.ts`)).toBe(false);
});
