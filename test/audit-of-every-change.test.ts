import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { readProject } from './architecture/check-architecture.ts';
import { folderOf, type SourceFile, visit } from './architecture/source-file.ts';

/** What changes rows and writes no entry of the trail, each with why nobody misses it there. */
const untold: Record<string, string> = {
  'begin-delivery': 'how often a message was tried stands in its row',
  'record-delivery': 'what became of a message stands in its row',
  'give-up-deliveries': 'what became of a message stands in its row, and raises a task',
  'mark-notifications-read': 'a mark for oneself',
  'write-digests': 'a digest is written for people; what it tells of is in the trail',
  'find-duplicates': 'reckoned from the records, which are in the trail',
  'score-records': 'reckoned from the records, which are in the trail',
  'score-specified-items': 'reckoned from the records, which are in the trail',
  'claim-process-starts': 'that a process was started stands in its row and in the engine',
  'claim-provider-login': 'that a login came back once; what it opens is told by its operation',
  'touch-credential': 'when a session or a key was last used stands in its row',
  'record-process-starts': 'that a process was started stands in its row and in the engine',
  'requeue-process-start': 'that a process was started stands in its row and in the engine',
  'seal-audit': 'the seals of the trail are a chain of their own',
  'sign-in-failures': 'counts; each attempt is told by what made it',
  'try-password': 'counts; each attempt is told by what made it',
  'rekey-credential': 'the same secret under another key of the installation',
  'reseal-boxes': 'the same secret under another key of the installation',
};

const operations = readProject(fileURLToPath(new URL('..', import.meta.url))).filter(
  ({ path }) => folderOf(path) === 'operations',
);
const byPath = new Map(operations.map((file) => [file.path, file]));
const nameOf = ({ path }: SourceFile) => path.slice('operations/'.length, -'.ts'.length);

/** Whether it begins a transaction of its own, or writes outside of one: then it is a whole change. */
function changesByItself({ path, tree }: SourceFile): boolean {
  let found = false;
  visit(tree, (node) => {
    if (!ts.isCallExpression(node)) return;
    const called = node.expression.getText(tree).replaceAll(/\s/g, '');
    if (called === 'runCommand' || /(^|\.)db\.?\.(transaction|insert|update|delete)$/.test(called)) found = true;
  });
  return found && path !== 'operations/run-command.ts';
}

function tells(path: string, seen = new Set<string>()): boolean {
  if (path === 'operations/write-audit.ts') return true;
  if (seen.has(path)) return false;
  seen.add(path);
  return (byPath.get(path)?.imports ?? []).some(
    ({ typesOnly, path: next }) => !typesOnly && next !== null && tells(next, seen),
  );
}

test('every operation that changes something writes the trail, in its own transaction, or is named here with why not', () => {
  const changing = operations.filter(changesByItself);
  expect(changing.length).toBeGreaterThan(110);
  const silent = changing.filter(({ path }) => !tells(path)).map(nameOf);
  expect(silent.filter((name) => !(name in untold))).toEqual([]);
  expect(Object.keys(untold).filter((name) => !silent.includes(name))).toEqual([]);
});

test('whoever writes the trail says who, on what cause and under which command: nothing but the one function does', () => {
  const writers = operations.filter(({ text }) => /insert\w*\([^)]*\bauditEntries\b/.test(text)).map(nameOf);
  expect(writers).toEqual(['write-audit']);
});
