import { z } from 'zod';
import { allow, type Result, refuse } from '#domain/result.ts';

const position = z.array(z.string().max(500)).min(1).max(8);

/** The place where a list goes on, opaque to callers so that an order may change behind it. */
export const encodeCursor = (after: readonly string[]): string =>
  Buffer.from(JSON.stringify(after), 'utf8').toString('base64url');

/** Reads a cursor of `length` parts. Refuses what this API never gave out with `request.cursor-malformed`. */
export function decodeCursor(cursor: string | undefined, length?: number): Result<readonly string[] | undefined> {
  if (cursor === undefined) return allow(undefined);
  const parts = position.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  const sound = parts.success && (length === undefined || parts.data.length === length);
  return sound
    ? allow(parts.data)
    : refuse('request.cursor-malformed', 'This cursor is not one that a list answered', '/query/cursor');
}

const partOf = {
  instant: z.iso.datetime(),
  day: z.iso.date(),
  id: z.uuid(),
  date: z.iso.date(),
  /** A number of the ledger or the trail. */
  position: z.string().regex(/^[0-9]{1,18}$/),
  word: z.string().regex(/^[a-z_]{1,60}$/),
  /** Ids and numbers of lines, joined. */
  key: z.string().regex(/^[0-9a-f:-]{1,150}$/),
};

/** Reads a cursor whose parts the database will read as an instant or an id, so that a made-up one is refused here. */
export function readCursor(
  cursor: string | undefined,
  ...kinds: readonly (keyof typeof partOf)[]
): Result<readonly string[] | undefined> {
  const parts = decodeCursor(cursor, kinds.length);
  if (!parts.ok || !parts.value) return parts;
  const sound = parts.value.every((part, index) => partOf[kinds[index] ?? 'id'].safeParse(part).success);
  return sound
    ? parts
    : refuse('request.cursor-malformed', 'This cursor is not one that this list answered', '/query/cursor');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
