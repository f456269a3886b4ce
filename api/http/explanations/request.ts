import type { RuleCode } from '#domain/rule-codes.ts';
import type { FaultCode } from '../problem.ts';
import type { Explanation } from '../problem-explanations.ts';

export const requestExplanations = {
  internal: {
    title: 'A fault of ours',
    remedy: 'Nothing was changed. Try again with the same Idempotency-Key, and report the requestId if it stays.',
  },
  unavailable: {
    title: 'Out of reach for the moment',
    remedy: 'Nothing was changed unless it was changed entirely. Send the same again with the same Idempotency-Key.',
  },
  'request.malformed': {
    title: 'Request malformed',
    remedy: 'Each error names its place: a JSON pointer into the body, or /path, /query, /headers and the name.',
  },
  'request.too-large': {
    title: 'Body too large',
    remedy: 'Send fewer things at a time; the limit is named in the detail.',
  },
  'request.too-many': {
    title: 'Too many requests',
    remedy: 'Wait as long as Retry-After says. The RateLimit headers of each answer tell what is left.',
  },
  'request.unsupported-media-type': {
    title: 'Media type not supported',
    remedy: 'Send application/json in UTF-8 without Content-Encoding; uploads as one of the types the contract lists.',
  },
  'request.not-found': { title: 'Nothing here', remedy: 'Look the path up in /docs.' },
  'request.method-not-allowed': {
    title: 'Method not allowed here',
    remedy: 'Use one of the methods in the Allow header.',
  },
  'request.cursor-malformed': {
    title: 'Cursor not ours',
    remedy:
      'Send a nextCursor as the same list with the same filters answered it, or none to start from the beginning.',
  },
  'request.precondition-required': {
    title: 'If-Match missing',
    remedy: "Read the thing, and send its ETag as If-Match, so that nobody's change is lost.",
  },
  'request.precondition-failed': {
    title: 'Changed meanwhile',
    remedy: 'Read the thing again, look at what changed, and repeat with its new ETag.',
  },
  'request.happened-in-future': {
    title: 'Happened in the future',
    remedy: 'Send when it happened, with its offset; check the clock and the time zone of the sender.',
  },
  'request.happened-too-long-ago': {
    title: 'Happened too long ago',
    remedy: 'Late facts are booked within a window set by policy. Older ones need the right to import history.',
  },
  'idempotency.key-missing': {
    title: 'Idempotency-Key missing',
    remedy: 'Send a key of your own with each POST, and the same one when you repeat it: a UUID will do.',
  },
  'idempotency.key-malformed': {
    title: 'Idempotency-Key malformed',
    remedy: 'Use 1 to 255 printable ASCII characters.',
  },
  'idempotency.key-reused': {
    title: 'Idempotency-Key used for something else',
    remedy: 'Use a new key: this one was sent before with another request.',
  },
  'engine.unavailable': {
    title: 'Decisions wait for the engine',
    remedy:
      'Send the same again with the same Idempotency-Key after Retry-After: its answer tells whether it counted. Until a decision counts, what is held stays held.',
  },
  'engine.case-not-started': {
    title: 'Case not started yet',
    remedy:
      'Its start is written down and will follow. Send the same again with the same Idempotency-Key after Retry-After.',
  },
} as const satisfies Partial<Record<RuleCode | FaultCode, Explanation>>;
