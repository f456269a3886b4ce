import {
  context,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import type { Locals } from './locals.ts';

/** W3C Trace Context, section 3.2; only version 00 is known, and an all-zero id is none. */
const traceparentForm = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Opens a span for each request, within the caller's trace where one came along, and leaves its traceparent for commands
 * and the outbox. Without a tracing SDK it only hands on what the caller sent.
 */
export function traceRequests(): RequestHandler<never, unknown, unknown, unknown, Locals> {
  const tracer = trace.getTracer('holdfast-api');
  return (req, res, next) => {
    const within = propagation.extract(ROOT_CONTEXT, req.headers);
    const span = tracer.startSpan(req.method, { kind: SpanKind.SERVER }, within);
    if (!span.isRecording()) {
      const sent = req.headers.traceparent;
      if (typeof sent === 'string' && traceparentForm.test(sent)) res.locals.traceparent = sent;
      return next();
    }
    res.locals.traceparent = asTraceparent(span.spanContext());
    res.once('close', () => {
      const { route, requestId, caller, refusedBy } = res.locals;
      span.updateName(route ? `${req.method} ${route}` : req.method);
      span.setAttribute('http.request.method', req.method);
      span.setAttribute('http.response.status_code', res.statusCode);
      span.setAttribute('holdfast.request_id', requestId);
      if (route) span.setAttribute('http.route', route);
      if (caller) span.setAttribute('enduser.id', caller.id);
      if (refusedBy) span.setAttribute('holdfast.refusal', refusedBy);
      if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(within, span), next);
  };
}

const asTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
