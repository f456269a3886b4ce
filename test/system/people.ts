import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReviewAction } from '#domain/review-actions.ts';
import { reviewMeanings } from '#domain/review-signatures.ts';
import { storyPassword } from '#operations/load-story.ts';

// biome-ignore lint/suspicious/noExplicitAny: what it should hold is what the tests look at, field by field
export type Body = any;
export type Answer = { status: number; headers: Headers; body: Body };

/** Somebody of the story at their machine. */
export type Person = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, key?: string): Promise<Answer>;
  /** Signs for a review as its page is now, and answers what a deciding body carries. */
  sign(reviewId: string, step?: ReviewAction): Promise<{ signingId: string }>;
  /** Sends a file's bytes. */
  upload(path: string, type: string, bytes: Uint8Array): Promise<Answer>;
  /** Sends the same again under the same key until there is an answer that is no outage, as clients are told to. */
  insist(path: string, body: unknown, key?: string): Promise<Answer>;
};

/** Signs somebody in; the session outlives every restart. */
export async function signIn(url: string, username: string): Promise<Person> {
  const session = await send(
    `${url}/v1/sessions`,
    'POST',
    { 'Content-Type': 'application/json' },
    { username, password: storyPassword },
  );
  if (session.status !== 201) throw new Error(`${username} is not let in: ${JSON.stringify(session.body)}`);
  const known = { Authorization: `Bearer ${session.body.token}` };
  const post: Person['post'] = (path, body = {}, key = randomUUID()) =>
    send(`${url}/v1${path}`, 'POST', { ...known, 'Content-Type': 'application/json', 'Idempotency-Key': key }, body);
  const get: Person['get'] = (path) => send(`${url}/v1${path}`, 'GET', known);
  return {
    post,
    get,
    sign: async (reviewId, step = 'decide') => {
      const { body: review } = await get(`/quarantine-reviews/${reviewId}`);
      const subjects = [{ kind: 'quarantine_review', id: reviewId, shownHash: review.toSign.hash }];
      const signing = { password: storyPassword, meaning: reviewMeanings[step][0], subjects };
      const { status, body } = await post('/signings', signing);
      if (status !== 201) throw new Error(`${username} cannot sign: ${JSON.stringify(body)}`);
      return { signingId: body.signingId };
    },
    upload: (path, type, bytes) =>
      send(`${url}/v1${path}`, 'POST', { ...known, 'Content-Type': type, 'Idempotency-Key': randomUUID() }, bytes),
    insist: async (path, body, key = randomUUID()) => {
      for (;;) {
        const answer = await post(path, body, key).catch(() => undefined); // nobody there: the API itself was killed
        if (answer && answer.status < 500) return answer;
        if (answer && answer.status !== 503) throw new Error(`${path} answered ${JSON.stringify(answer.body)}`);
        await sleep(100);
      }
    },
  };
}

async function send(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    // A kept connection to a process that was killed would fail the first request to the next one.
    headers: { ...headers, Connection: 'close' },
    ...(body !== undefined && { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}
