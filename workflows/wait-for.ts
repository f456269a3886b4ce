import { condition } from '@temporalio/workflow';

/** Waits until something is so, at the longest until an instant (ISO 8601, UTC). Tells whether it is. */
export async function waitFor(isSo: () => boolean, until: string | null, summary: string): Promise<boolean> {
  if (until === null) {
    await condition(isSo);
    return true;
  }
  const left = Date.parse(until) - Date.now();
  // An instant that has passed still gives what is already so the first word.
  return left > 0 ? await condition(isSo, left, { summary }) : isSo();
}
