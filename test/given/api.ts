import { randomUUID } from 'node:crypto';
import { type ApiOptions, startApi } from '#api/main.ts';
import { readConfig } from '#config';
import type { ReviewAction } from '#domain/review-actions.ts';
import { reviewMeanings } from '#domain/review-signatures.ts';
import { createUser } from '#operations/create-user.ts';
import type { AskedGrant } from '#operations/resolve-grants.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';
import { givenContext } from './context.ts';
import { givenStory, importer } from './master-data.ts';

export const publicUrl = 'http://holdfast.test';
export const password = 'seven quiet lamps under rain';

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

export type Call = {
  token?: string;
  cookie?: string;
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array;
  /** The Idempotency-Key; one of its own for each POST where left out, none where null. */
  key?: string | null;
  headers?: Record<string, string>;
};

export type GivenApi = {
  url: string;
  database: GivenDatabase;
  /** What was logged, a line each. */
  logged: string[];
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Makes an account, with `password`, and answers its id. */
  person(username: string, grants?: readonly AskedGrant[]): Promise<string>;
  /** Signs for a review as its page is now, as POST /v1/signings has it, and answers what a deciding body carries. */
  signing(token: string, reviewId: string, step?: ReviewAction): Promise<{ signingId: string }>;
  /** The token of a new session. */
  signIn(username: string): Promise<string>;
  stop(): Promise<void>;
};

/** The real API on a free port, with a database of its own and the story's master data. */
export async function givenApi(options: ApiOptions = {}, env: Record<string, string> = {}): Promise<GivenApi> {
  const database = await givenDatabase();
  const operations = givenContext(database.db);
  await givenStory(operations);
  const logged: string[] = [];
  const config = readConfig({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1', // nobody: what needs the engine says so itself
    HOLDFAST_SECRET: 'a secret of thirty-two characters or more',
    HOLDFAST_PUBLIC_URL: publicUrl,
    ...env,
  });
  const logTo = { write: (line: string) => void logged.push(line) };
  const api = await startApi({ ...config, port: 0 }, { logTo, ...options });
  const call = (method: string, path: string, given: Call = {}) => send(`${api.url}${path}`, method, given);

  return {
    url: api.url,
    database,
    logged,
    call,
    person: async (username, grants = []) => {
      const input = { username, name: username, passwordMark: '', grants };
      const command = { commandId: `given-${username}`, caller: importer, cause: {}, input };
      const made = await createUser(operations, password, command);
      if (!made.ok) throw new Error(JSON.stringify(made.violation));
      return made.value.userId;
    },
    signIn: async (username) => {
      const { body } = await call('POST', '/v1/sessions', { body: { username, password } });
      return String(body.token);
    },
    signing: async (token, reviewId, step = 'decide') => {
      const { body: review } = await call('GET', `/v1/quarantine-reviews/${reviewId}`, { token });
      const { hash } = review.toSign as { hash: string };
      const subjects = [{ kind: 'quarantine_review', id: reviewId, shownHash: hash }];
      const meaning = reviewMeanings[step][0];
      const { body } = await call('POST', '/v1/signings', { token, body: { password, meaning, subjects } });
      return { signingId: String(body.signingId) };
    },
    stop: async () => {
      await api.stop();
      await database.drop();
    },
  };
}

async function send(url: string, method: string, { token, cookie, body, raw, key, headers }: Call): Promise<Answer> {
  const chosen = key === undefined && method === 'POST' ? randomUUID() : key;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(cookie && { Cookie: cookie }),
      ...(chosen && { 'Idempotency-Key': chosen }),
      ...((body !== undefined || raw !== undefined) && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(raw !== undefined && { body: raw }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  const parsed = isJson && text ? (JSON.parse(text) as Record<string, unknown>) : { text };
  return { status: response.status, headers: response.headers, body: parsed };
}
