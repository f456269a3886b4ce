/** Something the person who started Holdfast can put right: printed as its one sentence, without a stack. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}

/** The sentence behind whatever stopped a start, when it is the person's to solve; nothing when it is ours. */
export function remedyFor(error: unknown): string | undefined {
  if (error instanceof StartProblem || (error instanceof Error && error.name === 'ConfigError')) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const path = error instanceof Error && 'path' in error ? ` (${error.path})` : '';
  if (code === 'ENOSPC')
    return `There is no space left on the disk${path}; free some, or set HOLDFAST_HOME to a folder on another disk.`;
  // What Node says of a folder that it cannot make on a disk that is read only.
  const notMade = code === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || notMade)
    return `Holdfast may not write here${path}; correct the permissions, or set HOLDFAST_HOME to a folder of your own.`;
  return undefined;
}
