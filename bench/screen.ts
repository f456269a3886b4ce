import { newId } from '#db/new-id.ts';
import type { BenchDatabase } from './database.ts';
import { openSession, signForReview } from './signings.ts';
import type { StartedApi } from './start-api.ts';

/** Decides one review after the other over HTTP and answers how long each took until its page said so, in ms. */
export async function decideAndLook(
  { port }: StartedApi,
  { context }: BenchDatabase,
  reviewIds: readonly string[],
): Promise<number[]> {
  const person = await openSession(context, 'd.whitlock');
  const headers = { Authorization: `Bearer ${person.token}`, 'Content-Type': 'application/json' };
  const latencies: number[] = [];
  for (const reviewId of reviewIds) {
    const page = `http://127.0.0.1:${port}/v1/quarantine-reviews/${reviewId}`;
    const signingId = await signForReview(context, person, reviewId, 'decide');
    const started = performance.now();
    const decision = await fetch(`${page}/decision`, {
      method: 'POST',
      headers: { ...headers, 'Idempotency-Key': newId() },
      body: JSON.stringify({ outcome: 'lift', reason: 'Re-test of five units passed on every count', signingId }),
    });
    if (decision.status !== 200) throw new Error(`Decision answered ${decision.status}: ${await decision.text()}`);
    // What the answer said must be on the screen with the first look at it.
    const seen = (await (await fetch(page, { headers })).json()) as { state?: string };
    if (seen.state !== 'closed') throw new Error(`Review ${reviewId} was decided and its page says ${seen.state}`);
    latencies.push(performance.now() - started);
    await decision.body?.cancel();
  }
  return latencies;
}
