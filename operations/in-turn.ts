const turns = new Map<string, Promise<unknown>>();

/** Does one thing after the other for each key in this process, so that honest sign-ins at once do not count against each other. */
export async function inTurn<T>(key: string, act: () => Promise<T>): Promise<T> {
  const before = turns.get(key) ?? Promise.resolve();
  const turn = before.then(act);
  const settled = turn.catch(() => {});
  turns.set(key, settled);
  try {
    return await turn;
  } finally {
    if (turns.get(key) === settled) turns.delete(key);
  }
}
