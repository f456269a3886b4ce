import { allow, type Result, type RuleViolation, refuse } from '#domain/result.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const jsonType = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;
const deepest = 32;

/** Whether a body of this Content-Type is read as JSON. RFC 8259, 8.1: JSON is UTF-8. */
export const isJsonType = (contentType: string): boolean => jsonType.test(contentType);

/** Reads JSON. An empty body is undefined. */
export function parseJsonBody(bytes: Uint8Array): Result<unknown> {
  if (bytes.length === 0) return allow(undefined);
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not UTF-8';
    return refuse('request.malformed', `The body is not JSON: ${why.slice(0, 200)}`, '');
  }
  const unsound = findUnsound(value);
  return unsound ? { ok: false, violation: unsound } : allow(value);
}

/**
 * Finds what no field may hold, whatever its contract: characters the database cannot keep, halves of characters,
 * nesting that would exhaust the stack of whoever walks it. Walks without recursion, for the same reason.
 */
export function findUnsound(root: unknown): RuleViolation | undefined {
  const waiting: { value: unknown; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, pointer, depth } = next;
    if (typeof value === 'string' && !isSoundText(value)) {
      return violation('Text holds neither NUL characters nor halves of characters', pointer);
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= deepest) return violation(`Nothing is nested deeper than ${deepest} levels`, '');
    for (const [key, member] of Object.entries(value)) {
      if (!isSoundText(key)) return violation('Names hold neither NUL characters nor halves of characters', pointer);
      waiting.push({ value: member, pointer: `${pointer}/${escapePointer(key)}`, depth: depth + 1 });
    }
  }
  return undefined;
}

const isSoundText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const violation = (message: string, pointer: string): RuleViolation => ({
  code: 'request.malformed',
  message,
  pointer,
});

/** RFC 6901, section 3. */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
