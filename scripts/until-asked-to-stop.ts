/**
 * Waits until somebody wants this program to end: Ctrl-C, SIGTERM, a closed terminal, or the death of what started it.
 * Every further Ctrl-C is taken as impatience and changes nothing: one that cut the shutdown short would undo its point.
 */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    const startedBy = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === startedBy) return;
      clearInterval(watch);
      resolve();
    }, 300);
    watch.unref();
  });
}
