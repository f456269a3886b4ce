/** Does something for each, at most so many at once. */
export async function inParallel<Item>(
  atOnce: number,
  items: readonly Item[],
  doOne: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await doOne(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
