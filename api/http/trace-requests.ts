import {
  context,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Exchange } from './exchange.ts';

/** W3C Trace Context, section 3.2; only version 00 is known, and an all-zero id is none. */
const traceparentForm = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Without tracing of our own the caller's trace is handed on: to the audit's cause, the outbox and the engine. */
export function handOnTrace(exchange: Exchange): void {
  const sent = exchange.req.headers.traceparent;
  if (typeof sent === 'string' && traceparentForm.test(sent)) exchange.traceparent = sent;
}

/** Serves a request within a span, in the caller's trace where one came along. */
export async function withSpan(exchange: Exchange, serve: () => Promise<void>): Promise<void> {
  const within = propagation.extract(ROOT_CONTEXT, exchange.req.headers);
  const span = trace.getTracer('holdfast-api').startSpan(exchange.method, { kind: SpanKind.SERVER }, within);
  exchange.traceparent = asTraceparent(span.spanContext());
  try {
    await context.with(trace.setSpan(within, span), serve);
  } finally {
    const { method, route, requestId, caller, refusedBy, res } = exchange;
    if (route) span.updateName(`${method} ${route}`);
    span.setAttributes({
      'http.request.method': method,
      'http.response.status_code': res.statusCode,
      'holdfast.request_id': requestId,
      ...(route && { 'http.route': route }),
      ...(caller && { 'enduser.id': caller.id }),
      ...(refusedBy && { 'holdfast.refusal': refusedBy }),
    });
    if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}

const asTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
