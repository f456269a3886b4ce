import ts from 'typescript';
import { folderOf, lineOf, type SourceFile, type Violation, visit } from './source-file.ts';

/** Who may read the environment: everything else is told by `config.ts`. */
const environmentReaders = ['config.ts', 'scripts', 'test', 'bench', 'vitest.config.ts'];
/** Who is given its clock and its ids, so that tests can set both. */
const clockless = ['domain', 'db', 'operations', 'activities'];
/** Where clock and ids come from. */
const sources = ['operations/context.ts', 'db/new-id.ts'];

const impure = [
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'process',
];

/** Reading the environment outside config, the clock or chance where they are injected, and anything impure in the rules. */
export function checkPurity(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap((file) => {
    const folder = folderOf(file.path);
    const violations: Violation[] = [];
    const add = (rule: string, node: ts.Node, message: string) =>
      violations.push({ rule, path: file.path, line: lineOf(file.tree, node), message });
    visit(file.tree, (node) => {
      if (!environmentReaders.includes(folder) && isMember(node, 'process', 'env'))
        add('environment', node, 'only config.ts reads process.env');
      if (clockless.includes(folder) && !sources.includes(file.path) && readsClock(node))
        add('clock', node, `${node.getText()}: the clock and chance are injected`);
      if (folder === 'domain' && ts.isIdentifier(node) && impure.includes(node.text) && isFree(node))
        add('purity', node, `the rules do nothing but compute: ${node.text}`);
    });
    return violations;
  });
}

const isMember = (node: ts.Node, object: string, member: string): boolean =>
  ts.isPropertyAccessExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === object &&
  node.name.text === member;

function readsClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isDate(node.expression) && (node.arguments ?? []).length === 0;
  if (!ts.isCallExpression(node)) return false;
  return (
    isMember(node.expression, 'Date', 'now') || isMember(node.expression, 'Math', 'random') || isDate(node.expression)
  );
}

const isDate = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'Date';

/** A name that stands for itself: no member, no key, no declaration of that name. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return ts.isCallExpression(parent) && parent.expression === node;
}
