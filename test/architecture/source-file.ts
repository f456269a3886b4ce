import { posix } from 'node:path';
import ts from 'typescript';

/** An import of another module: `path` for one of our files, `package` for anything else. */
export type Import = {
  line: number;
  typesOnly: boolean;
  specifier: string;
  path: string | null;
  package: string | null;
};

/** A file of ours as the rules see it. `path` is from the root with forward slashes. */
export type SourceFile = { path: string; text: string; tree: ts.SourceFile; imports: readonly Import[] };

export type Violation = { rule: string; path: string; line: number; message: string };

export function parseSource(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const imports: Import[] = [];
  visit(tree, (node) => {
    const found = importOf(node);
    if (found) imports.push({ line: lineOf(tree, node), ...found, ...targetOf(path, found.specifier) });
  });
  return { path, text, tree, imports };
}

/** The folder a file is in; the settings at the root count as one, however many files they are. */
export const folderOf = (path: string): string =>
  path.startsWith('config-') && !path.includes('/') ? 'config.ts' : (path.split('/')[0] ?? path);

export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** Calls `see` with every node of a tree. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

function importOf(node: ts.Node): { specifier: string; typesOnly: boolean } | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, typesOnly: isTypesOnly(node.importClause) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, typesOnly: node.isTypeOnly };
  if (
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword || isNamed(node.expression, 'require'))
  ) {
    const [first] = node.arguments;
    return first && ts.isStringLiteralLike(first) ? { specifier: first.text, typesOnly: false } : null;
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
    return { specifier: node.argument.literal.text, typesOnly: true };
  return null;
}

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

// `import { type A }` counts as types too: what it leaves at run time is an import of the module's side effects, and ours have none.
function isTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function targetOf(from: string, specifier: string): Pick<Import, 'path' | 'package'> {
  if (specifier === '#config') return { path: 'config.ts', package: null };
  if (specifier.startsWith('#')) return { path: specifier.slice(1), package: null };
  if (specifier.startsWith('.')) return { path: posix.join(posix.dirname(from), specifier), package: null };
  if (specifier.startsWith('node:')) return { path: null, package: specifier };
  const parts = specifier.split('/');
  return { path: null, package: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
