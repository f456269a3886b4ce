import type { Measured } from './rounds.ts';

/** Does something for each, so many at once, and measures how long each took and all together. */
export async function inTurns<Item>(
  clients: number,
  items: readonly Item[],
  doOne: (item: Item) => Promise<unknown>,
): Promise<Measured> {
  const latenciesMs: number[] = [];
  const waiting = items.values();
  const client = async () => {
    for (const item of waiting) {
      const before = performance.now();
      await doOne(item);
      latenciesMs.push(performance.now() - before);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - started) / 1000;
  return { done: latenciesMs.length, perSecond: latenciesMs.length / seconds, latenciesMs };
}
