import type { Contract } from '#api/contracts/contract.ts';
import type { RuleCode } from '#domain/rule-codes.ts';
import { needsKey } from '../idempotency-key.ts';
import { type FaultCode, problemStatus } from '../problem.ts';

type Code = RuleCode | FaultCode;

/** Every code a call may answer, by status: those its contract names and those any call of its kind has. */
export function refusalsOf(contract: Contract): Map<number, Code[]> {
  const { right, method, params, query, body, upload, ifMatch, refusals, beforePasswordChange } = contract;
  const signedIn = right !== 'public';
  const takes = body !== undefined || upload !== undefined;
  const unless = (present: boolean, ...codes: Code[]): Code[] => (present ? codes : []);
  const all: Code[] = [
    ...unless(signedIn, 'access.not-signed-in', 'access.session-ended', 'access.key-invalid', 'access.not-standing-in'),
    ...unless(signedIn && right !== 'signed-in', 'access.right-missing'),
    ...unless(signedIn && !beforePasswordChange, 'access.password-change-due'),
    ...unless(method !== 'get', 'access.csrf'),
    ...unless(takes || params !== undefined || query !== undefined, 'request.malformed'),
    ...unless(query !== undefined && 'cursor' in query.shape, 'request.cursor-malformed'),
    ...unless(takes, 'request.too-large', 'request.unsupported-media-type'),
    ...unless(needsKey(contract), 'idempotency.key-missing', 'idempotency.key-malformed', 'idempotency.key-reused'),
    ...unless(ifMatch === true, 'request.precondition-required', 'request.precondition-failed'),
    'request.too-many',
    ...refusals,
    'internal',
    'unavailable',
  ];
  const byStatus = new Map<number, Code[]>();
  for (const code of new Set(all)) {
    const status = problemStatus[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}
