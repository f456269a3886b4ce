import { basename } from 'node:path';
import { folderOf, type SourceFile, type Violation } from './source-file.ts';

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.ts$/;
/** Words that say nothing about what is in a file. */
const emptyWords = /(^|-)(utils?|helpers?|manager|service|common|misc|types)(\.|-|$)/;

/** House style, sections 4 and 9: kebab-case names that say something, workflows under 120 lines, any file under 200. */
export function checkFiles(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const name = basename(path);
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    const most = folderOf(path) === 'workflows' ? 119 : 200;
    const objections = [
      kebabCase.test(name) ? [] : ['name', 'file names are kebab-case'],
      emptyWords.test(name) ? ['name', 'name the file after what is in it'] : [],
      lines > most ? ['size', `${lines} lines, at most ${most}: split it by noun`] : [],
    ];
    return objections.flatMap(([rule, message]) => (rule && message ? [{ rule, path, line: 1, message }] : []));
  });
}
