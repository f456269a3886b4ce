import { hash } from 'node:crypto';
import { allow, type Result, refuse } from '#domain/result.ts';

/** The strong entity tag of a version (RFC 9110, 8.8.3). */
export const etagOf = (version: unknown): string => `"${String(version)}"`;

/**
 * The same for what is read: the version is what an edit asks for, and the rest tells whether the answer is the one that was
 * seen. A version alone would not: what stands around the record changes without it, and others are shown other things.
 */
export const etagOfRead = (version: unknown, body: string): string =>
  etagOf(`${String(version)}.${hash('sha256', body, 'hex').slice(0, 16)}`);

/** The version an edit was made on, from If-Match. `*` would mean whatever is there, which is what an edit must not do. */
export function readIfMatch(header: string | undefined): Result<string> {
  if (header === undefined || header.trim() === '*') {
    return refuse(
      'request.precondition-required',
      'Send the ETag of what you have read as If-Match',
      '/headers/If-Match',
    );
  }
  const version = /^"(\d{1,15})(?:\.[0-9a-f]{16})?"$/.exec(header.trim())?.[1];
  return version === undefined
    ? refuse('request.precondition-failed', 'If-Match names no version this could have', '/headers/If-Match')
    : allow(version);
}

/** Whether If-None-Match holds this tag, compared weakly (RFC 9110, 13.1.2). */
export function hasSeen(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
