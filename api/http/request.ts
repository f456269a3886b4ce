import type { Caller } from '#domain/caller.ts';
import type { Cause, Command } from '#operations/context.ts';

/** What a handler knows of a request beyond its parsed parts. */
export type ApiRequest = {
  caller: Caller;
  cause: Cause;
  /** As sent; made up for calls that need none, so that every command has an id of its own. */
  idempotencyKey: string;
  /** The version the caller has read, from If-Match; only there when the contract asks for it. */
  ifMatch?: string;
  /** The uploaded bytes; only there when the contract has `upload`. */
  content?: { bytes: Buffer; contentType: string };
  /** The session this request came in on; null for API keys. */
  sessionId: string | null;
  userAgent: string | null;
  /** A page of a browser sent it: only browsers say from where (Sec-Fetch-Site), and no script can leave that out. */
  fromPage: boolean;
  /** The Cookie header as sent: the door has read the session's own. */
  cookies: string | undefined;
  /** Headers that an answer needs beyond its contract, such as a cookie. */
  setHeader(name: string, value: string): void;
  /** The command of this request: `commandId` is the caller's id and the key, so a repeat is known as one. */
  command<Input>(input: Input): Command<Input>;
};
