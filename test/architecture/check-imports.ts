import { importTable, outermost, widerFiles } from './import-table.ts';
import { folderOf, type Import, type SourceFile, type Violation } from './source-file.ts';

/** Imports against the table, and across folders only by `#` names. */
export function checkImports(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap((file) =>
    file.imports.flatMap((imported) => {
      const message = objection(file.path, imported);
      return message === null ? [] : [{ rule: 'imports', path: file.path, line: imported.line, message }];
    }),
  );
}

function objection(from: string, imported: Import): string | null {
  const folder = folderOf(from);
  const row = importTable[folder];
  const wider = widerFiles[from];
  if (row === undefined) return `${folder}/ has no row in the import table`;
  if (imported.path === null) {
    return row === 'anything' ||
      [...row.packages, ...(wider?.packages ?? [])].some((allowed) => isPackage(imported.package ?? '', allowed))
      ? null
      : `${folder}/ may not import the package ${imported.package}`;
  }
  const target = folderOf(imported.path);
  if (target === folder) return null;
  // bench/ has no # name: nobody imports it but its own test.
  if (imported.specifier.startsWith('.') && target !== 'bench')
    return `write #${imported.path} to import from another folder`;
  if (outermost.includes(target) && !outermost.includes(folder))
    return `nothing but tests and scripts imports ${target}/`;
  if (row === 'anything') return null;
  const places = [...row.own, ...(wider?.own ?? []), ...(imported.typesOnly ? row.types : [])];
  if (places.some((place) => isWithin(imported.path ?? '', place))) return null;
  return row.types.some((place) => isWithin(imported.path ?? '', place))
    ? `${folder}/ may import only types of ${imported.path}`
    : `${folder}/ may not import ${imported.path}`;
}

const isPackage = (name: string, allowed: string): boolean =>
  allowed === 'node:' ? name.startsWith('node:') : name === allowed || name.startsWith(`${allowed}/`);

function isWithin(path: string, place: string): boolean {
  const [before = '', after] = place.split('*');
  return after === undefined
    ? path === place || path.startsWith(`${place}/`)
    : path.startsWith(before) && path.endsWith(after);
}
