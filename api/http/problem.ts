import type { RuleViolation } from '#domain/result.ts';
import type { RuleCode } from '#domain/rule-codes.ts';
import { masterDataStatus } from './master-data-status.ts';
import { explain } from './problem-explanations.ts';
import { disposalStatuses } from './statuses/disposals.ts';
import { identityStatuses } from './statuses/identity.ts';
import { notificationStatuses } from './statuses/notifications.ts';
import { policiesStatuses } from './statuses/policies.ts';
import { receivingStatuses } from './statuses/receiving.ts';
import { releaseStatuses } from './statuses/releases.ts';

/** Faults are nobody's rule: ours (`internal`), or a database out of reach for the moment (`unavailable`). */
export type FaultCode = 'internal' | 'unavailable';

/** The one place that knows HTTP statuses. A new rule code does not compile until somebody chooses its own. */
export const problemStatus: Record<RuleCode | FaultCode, number> = {
  ...identityStatuses,
  internal: 500,
  unavailable: 503,
  ...masterDataStatus,
  ...policiesStatuses,
  'access.duties-conflict': 403,
  'access.not-standing-in': 403,
  'request.malformed': 400,
  'request.too-large': 413,
  'request.too-many': 429,
  'request.unsupported-media-type': 415,
  'request.not-found': 404,
  'request.method-not-allowed': 405,
  'request.cursor-malformed': 400,
  'request.precondition-required': 428,
  'request.precondition-failed': 412,
  'request.happened-in-future': 422,
  'request.happened-too-long-ago': 422,
  'idempotency.key-missing': 400,
  'idempotency.key-malformed': 400,
  'idempotency.key-reused': 422,
  'engine.unavailable': 503,
  'engine.case-not-started': 503,
  'gs1.malformed': 422,
  'gs1.check-digit-wrong': 422,
  'quantity.malformed': 422,
  'quantity.not-positive': 422,
  'quantity.too-precise': 422,
  'quantity.too-large': 422,
  'quantity.unit-unknown': 422,
  'date.malformed': 422,
  'date.impossible': 422,
  'date.expiry-not-after-manufacture': 422,
  'date.manufactured-in-future': 422,
  'entity.unknown': 404,
  'site.unknown': 404,
  'site.owner-not-allowed': 422,
  'location.unknown': 404,
  'location.not-for-stock': 422,
  'item.unknown': 404,
  'supplier.unknown': 404,
  'party.unknown': 404,
  'certificate.unknown': 404,
  'certificate.kind-unknown': 422,
  'policy.unknown': 404,
  'policy.out-of-range': 422,
  'risk.out-of-range': 422,
  ...receivingStatuses,
  'lot.unknown': 404,
  'lot.transition-not-allowed': 409,
  'stock.insufficient': 409,
  'stock.held': 409,
  'stock.held-by-other': 409,
  'stock.none-in-reach': 409,
  'stock.same-place': 409,
  'stock.left-in-reach': 409,
  'stock.more-in-reach': 409,
  'move.refused': 409,
  'hold.unknown': 404,
  'hold.location-needs-site': 422,
  'reason.missing': 422,
  'reason.too-short': 422,
  'inspection.unknown': 404,
  'inspection.number-taken': 409,
  'reading.unknown': 404,
  'readings.refused': 422,
  'temperature.malformed': 422,
  'review.unknown': 404,
  'review.already-decided': 409,
  'review.not-open': 409,
  'review.not-decided': 409,
  'review.second-person-required': 403,
  'review.extension-too-long': 422,
  'review.extension-not-later': 422,
  'review.confirmed-twice': 409,
  'review.outcome-not-confirmable': 409,
  'review.already-closed': 409,
  'review.nothing-to-settle': 409,
  'review.disposal-under-way': 409,
  ...disposalStatuses,
  ...releaseStatuses,
  'task.unknown': 404,
  'task.already-claimed': 409,
  'task.not-claimed': 409,
  'task.not-yours': 403,
  'task.settled': 409,
  'task.settled-by-process': 409,
  'task.assignee-not-entitled': 403,
  'signature.required': 422,
  'signature.not-found': 404,
  'signature.unknown': 422,
  'signature.expired': 409,
  'signature.already-used': 409,
  'signature.meaning-wrong': 422,
  'signature.other-subject': 422,
  'signature.shown-changed': 409,
  'signature.session-ended': 409,
  'signature.person-required': 403,
  'signature.proof-missing': 422,
  ...notificationStatuses,
  'role.not-changeable': 403,
  'category.unknown': 404,
  'delegation.unknown': 404,
  'delegation.too-long': 422,
};

/** RFC 9457, with our stable `code`, the single findings with their place (RFC 6901) and the request's id. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: RuleCode | FaultCode;
  pointer?: string;
  errors?: { code: RuleCode; detail: string; pointer?: string }[];
  requestId: string;
};

export const problemType = (code: RuleCode | FaultCode): string => `/problems/${code}`;

/** The body that tells a refusal. What the path names and is missing is a 404; what the body names, a 422. */
export function problemOf(violation: RuleViolation, requestId: string): Problem {
  const { code, message, pointer, problems } = violation;
  const usual = problemStatus[code];
  const errors = problems?.flatMap(flatten);
  return {
    type: problemType(code),
    title: explain(code).title,
    status: usual === 404 && (pointer !== undefined || errors !== undefined) ? 422 : usual,
    detail: message,
    code,
    ...(pointer === undefined ? {} : { pointer }),
    ...(errors === undefined ? {} : { errors }),
    requestId,
  };
}

/** The body that tells a fault: that there was one and how to ask about it, nothing of what it was. */
export function faultProblem(code: FaultCode, requestId: string): Problem {
  const { title, remedy } = explain(code);
  return { type: problemType(code), title, status: problemStatus[code], detail: remedy, code, requestId };
}

const flatten = ({ code, message, pointer, problems }: RuleViolation): NonNullable<Problem['errors']> => [
  { code, detail: message, ...(pointer === undefined ? {} : { pointer }) },
  ...(problems ?? []).flatMap(flatten),
];
