import ts from 'typescript';
import { folderOf, lineOf, type SourceFile, type Violation, visit } from './source-file.ts';

/** Folders that write tables, or prove something by writing them. */
const writers = ['operations', 'bench', 'test'];
const writingSql =
  /\b(insert\s+into|update\s+("?[\w.]+"?|\?)\s+set|delete\s+from|merge\s+into|truncate\s+(table\s+)?["\w?])/i;

/** Inserts, updates and deletes outside operations: by Drizzle on a table of ours, or as SQL text. */
export function checkWrites(files: readonly SourceFile[]): readonly Violation[] {
  return files
    .filter((file) => !writers.includes(folderOf(file.path)))
    .flatMap((file) => {
      const tables = tablesIn(file);
      const violations: Violation[] = [];
      visit(file.tree, (node) => {
        const what = drizzleWrite(node, tables) ?? sqlWrite(node);
        if (what !== null)
          violations.push({
            rule: 'writes',
            path: file.path,
            line: lineOf(file.tree, node),
            message: `only operations/ writes tables: ${what}`,
          });
      });
      return violations;
    });
}

/** Names under which a file knows tables of the schema. */
function tablesIn(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  visit(file.tree, (node) => {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return;
    if (!/(^|\/)schema(\/|\.ts$)/.test(node.moduleSpecifier.text)) return;
    const bindings = node.importClause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    if (bindings && ts.isNamedImports(bindings)) for (const { name } of bindings.elements) names.add(name.text);
  });
  return names;
}

function drizzleWrite(node: ts.Node, tables: ReadonlySet<string>): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const method = node.expression.name.text;
  const [first] = node.arguments;
  if (!['insert', 'update', 'delete'].includes(method) || !first) return null;
  const root = ts.isPropertyAccessExpression(first) ? first.expression : first;
  return ts.isIdentifier(root) && tables.has(root.text) ? `${method}(${first.getText()})` : null;
}

function sqlWrite(node: ts.Node): string | null {
  const text = textOf(node);
  const found = text === null ? null : writingSql.exec(text);
  return found ? `"${found[0]}"` : null;
}

/** The text of a string or template, with a question mark for each value put into it. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('?');
}
