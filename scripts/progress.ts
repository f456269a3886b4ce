export type Log = (line: string) => void;

/** How long a step has taken, as people say it. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Says that a step begins and how long it should take, reminds every 15 s that it goes on, and says when it is done. */
export async function withProgress<T>(log: Log, what: string, expected: string, work: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  log(`${what} (${expected}) …`);
  const reminder = setInterval(() => log(`  … ${elapsed(Date.now() - begun)} of ${expected}`), 15_000);
  try {
    const result = await work();
    log(`  done in ${elapsed(Date.now() - begun)}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
