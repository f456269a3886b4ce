import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until there is an answer. What never comes is ended by the run's own limit. */
export async function until<Found>(
  look: () => Promise<Found | undefined | null | false> | Found | undefined | null | false,
): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(50);
  }
}
