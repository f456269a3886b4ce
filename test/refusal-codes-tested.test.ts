import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { type RuleCode, ruleCodes } from '#domain/rule-codes.ts';
import { readProject } from './architecture/check-architecture.ts';
import { parseSource, type SourceFile, visit } from './architecture/source-file.ts';

/** They go through every code there is, and so prove nothing of what any of them is refused for. */
const generic = ['refusal-codes', 'refusal-codes-tested', 'openapi', 'persisted-names'].map(
  (name) => `test/${name}.test.ts`,
);

const project = readProject(fileURLToPath(new URL('..', import.meta.url)));
const lists = project.find(({ path }) => path === 'domain/rule-codes.ts');
const isList = ({ path }: SourceFile) =>
  path === lists?.path ||
  lists?.imports.some((imported) => imported.path === path) ||
  path.startsWith('api/contracts/');

/** Codes that strings of a file hold, alone or in a sentence. A comment proves nothing, and a key of a table only describes. */
function codesIn(file: SourceFile): string[] {
  const found: string[] = [];
  visit(file.tree, (node) => {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddleOrTemplateTail(node)) return;
    if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return;
    found.push(...node.text.split(/[^\w.-]/));
  });
  return found;
}

const notIn = (files: readonly SourceFile[]): RuleCode[] => {
  const found = new Set(files.flatMap(codesIn));
  return ruleCodes.filter((code) => !found.has(code)).sort();
};

test('every code is named by a test of what is refused with it', () => {
  const tests = project.filter(({ path }) => path.endsWith('.test.ts') && !generic.includes(path));
  expect(notIn(tests)).toEqual([]);
});

test('every code is the answer of some rule', () => {
  const rules = project.filter((file) => /^(domain|operations|api)\//.test(file.path) && !isList(file));
  expect(notIn(rules)).toEqual([]);
});

describe('a code is seen', () => {
  const sees = (text: string) => !notIn([parseSource('test/a.test.ts', text)]).includes('lot.unknown');
  test.each([
    ["expect(code).toBe('lot.unknown');", true],
    ["expect(said).toBe('404 lot.unknown /lot');", true],
    [`expect(said).toBe(\`lot.unknown /lines/\${at}\`);`, true],
    ["// refused with 'lot.unknown'", false],
    ["const statuses = { 'lot.unknown': 404 };", false],
    ["expect(code).toBe('lot.unknown-here');", false],
  ])('in %s: %s', (text, seen) => expect(sees(text)).toBe(seen));
});
