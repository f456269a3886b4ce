import type { z } from 'zod';
import type { previewPolicyContract } from '#api/contracts/policies.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import { policyCatalogue } from '#domain/policies.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { findPolicyPlace } from '#operations/find-policy-place.ts';
import { previewPolicy } from '#operations/preview-policy.ts';

type Asked = z.output<typeof previewPolicyContract.query>;

const day = 86_400_000;

/** One page of what a value would have changed; the next one needs the same times, which the answer tells. */
export async function showPreview(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  { key, value, scopeKind, scope, from: asked, until: end, limit, cursor }: Asked,
): Promise<Result<z.input<typeof previewPolicyContract.response>>> {
  const now = clock.now();
  const until = end === undefined ? now : new Date(end);
  const from = asked === undefined ? new Date(until.getTime() - 30 * day) : new Date(asked);
  if (from >= until || until.getTime() - from.getTime() > 92 * day)
    return refuse(
      'request.malformed',
      'A preview looks at a time of at most 92 days, from its beginning to its end',
      '/query/from',
    );
  const after = readCursor(cursor, 'instant', 'key');
  if (!after.ok) return after;
  const place = await findPolicyPlace(db, scopeKind, scope ?? null);
  if (!place.ok) return place;
  const given = policyCatalogue[key].type === 'list' ? listOf(value) : value;
  const time = { from, until, now, limit, after: after.value };
  const previewed = await previewPolicy(db, { key, value: given, scopeKind, scopeKey: place.value.scopeKey, ...time });
  if (!previewed.ok) return previewed;
  const { method, effect, examined, differing, next } = previewed.value;
  return allow({
    method,
    effect,
    from: from.toISOString(),
    until: until.toISOString(),
    examined,
    more: differing.filter(({ would }) => would).length,
    fewer: differing.filter(({ would }) => !would).length,
    items: differing.map(({ policyIds, ...seen }) => ({ ...seen, policyIds: [...policyIds] })),
    nextCursor: next && encodeCursor(next),
  });
}

/** A list comes as JSON; what is none is told to be out of range with what would do. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
