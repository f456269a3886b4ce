import type { z } from 'zod';
import type { Right } from '#domain/rights.ts';
import type { RuleCode } from '#domain/rule-codes.ts';

/** Bytes instead of JSON: which media types, and how many bytes at most. */
export type ByteBody = { types: readonly string[]; maxBytes: number };

/**
 * One call of the API: what may be said, who may say it, and what is answered. Routes, OpenAPI, client and console come
 * from it. Paths are below /v1, with `:name` for parameters. Unknown fields of query and body are refused; what
 * `response` does not name never leaves.
 */
export type Contract = {
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: `/${string}`;
  /** What the caller needs at the door; its scope is checked by the operation. */
  right: Right | 'signed-in' | 'public';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Bytes as the body, given to the handler as `request.content`. Excludes `body`. */
  upload?: ByteBody;
  /** Left out where nothing is answered (204). */
  response?: z.ZodType;
  /** The answer is a file: the handler answers a `FileAnswer`. Excludes `response`. */
  download?: { types: readonly string[] };
  /** For a browser that goes there by itself: it is sent on (the handler answers where to), or shown a page. Excludes `response`. */
  browser?: 'redirect' | 'page';
  status: 200 | 201 | 202 | 204 | 303;
  /** Of a public call, by which limit it is counted; unless told, changes as sign-ins and reads as any other call. */
  countedAs?: 'sign-in' | 'any-call';
  /** Where to look at what was made, with `{field}` of the answer: `/holds/{holdId}`. */
  location?: `/${string}`;
  /** Open to whoever has yet to change a password that somebody else chose. */
  beforePasswordChange?: true;
  /** Open to whoever has yet to set up the second factor that their role asks for; so is what is open before that change. */
  beforeSecondFactor?: true;
  /** What this call may refuse beyond what any call may (sign-in, right, malformed request, idempotency). */
  refusals: readonly RuleCode[];
  /** The answer has a `version`, sent as its ETag. */
  etag?: true;
  /** An edit: asks for If-Match with the ETag that was read. */
  ifMatch?: true;
  /** Only where a repeat cannot be told by a key, with the reason in docs/decisions. */
  idempotencyKey?: 'not-used';
  example?: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown; response?: unknown };
};

/** What a handler answers for a contract with `download`. */
export type FileAnswer = { bytes: Uint8Array; contentType: string; fileName: string; sha256?: string };

/** What a handler answers for a contract with `browser`: where it is sent on to, or what a page tells before it leads there. */
export type BrowserAnswer = { goOnTo: string; title?: string };

type Output<C, Part extends 'params' | 'query' | 'body'> = C extends { [Name in Part]: infer Schema }
  ? Schema extends z.ZodType
    ? z.output<Schema>
    : Record<never, never>
  : Record<never, never>;

/** What a handler is given: parsed by the contract, nothing else. */
export type Asked<C> = { params: Output<C, 'params'>; query: Output<C, 'query'>; body: Output<C, 'body'> };

/** What a handler answers, before it is parsed on its way out. */
export type Answered<C> = C extends { download: object }
  ? FileAnswer
  : C extends { browser: string }
    ? BrowserAnswer
    : C extends { response: infer Schema }
      ? Schema extends z.ZodType
        ? z.input<Schema>
        : unknown
      : unknown;
