import { globSync, readFileSync } from 'node:fs';
import { checkDecisions } from './check-decisions.ts';
import { checkFiles } from './check-files.ts';
import { checkImports } from './check-imports.ts';
import { checkPurity } from './check-purity.ts';
import { checkWrites } from './check-writes.ts';
import { parseSource, type SourceFile, type Violation } from './source-file.ts';

/** Everything in which these files break the house style's layout, in order of path and line. */
export const checkArchitecture = (files: readonly SourceFile[]): readonly Violation[] =>
  [checkImports, checkDecisions, checkWrites, checkPurity, checkFiles]
    .flatMap((check) => check(files))
    .sort((one, other) => one.path.localeCompare(other.path) || one.line - other.line);

/** Every TypeScript file of the project below a folder. */
export function readProject(root: string): readonly SourceFile[] {
  const paths = globSync('**/*.{ts,tsx}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|\.[^/]+)$/.test(path),
  });
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)(node_modules|\.[^/]+)\//.test(path))
    .sort()
    .map((path) => parseSource(path, readFileSync(`${root}/${path}`, 'utf8')));
}

export const asText = ({ path, line, rule, message }: Violation): string => `${path}:${line} ${rule}: ${message}`;
