import { basename } from 'node:path';
import { decidingVerbs, otherDeciders } from './import-table.ts';
import { folderOf, type SourceFile, type Violation } from './source-file.ts';

/** Whether an operation decides: then only a workflow's activities may call it. */
export const isDecision = (path: string): boolean => {
  const name = basename(path, '.ts');
  return folderOf(path) === 'operations' && decidingVerbs.some((verb) => name === verb || name.startsWith(`${verb}-`));
};

/** Deciding operations the API or a worker could reach without a workflow, directly or through a fact's operation. */
export function checkDecisions(files: readonly SourceFile[]): readonly Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files
    .filter((file) => ['api', 'workers', 'cli', 'web'].includes(folderOf(file.path)))
    .flatMap((file) =>
      file.imports.flatMap((imported) => {
        if (imported.typesOnly || imported.path === null || folderOf(imported.path) !== 'operations') return [];
        if (otherDeciders[folderOf(file.path)]?.includes(imported.path)) return [];
        const way = wayToDecision(imported.path, byPath, new Set());
        if (way === null) return [];
        const message = `${way.join(' → ')} decides: only activities may call it`;
        return [{ rule: 'decisions', path: file.path, line: imported.line, message }];
      }),
    );
}

function wayToDecision(
  path: string,
  byPath: ReadonlyMap<string, SourceFile>,
  seen: Set<string>,
): readonly string[] | null {
  if (isDecision(path)) return [path];
  if (seen.has(path)) return null;
  seen.add(path);
  for (const { typesOnly, path: next } of byPath.get(path)?.imports ?? []) {
    if (typesOnly || next === null || folderOf(next) !== 'operations') continue;
    const way = wayToDecision(next, byPath, seen);
    if (way !== null) return [path, ...way];
  }
  return null;
}
