import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';

type Exported = Parameters<OTLPTraceExporter['export']>[0];
type CurrentSpan = Exported[number];

/** A span as it comes out of the workflow sandbox, whose SDK is a major version older. */
type WorkflowSpan = Omit<CurrentSpan, 'instrumentationScope' | 'parentSpanContext'> & {
  instrumentationLibrary?: CurrentSpan['instrumentationScope'];
  parentSpanId?: string;
};

const sendAfterMilliseconds = 1_000;
const mostKept = 2_000;

/** Collects the spans of workflows and sends them together, in today's form. Spans beyond what can be sent are dropped. */
export function keepSpans(exporter: OTLPTraceExporter) {
  let kept: CurrentSpan[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const spans = kept;
    kept = [];
    if (spans.length === 0) return Promise.resolve();
    return new Promise((resolve) => exporter.export(spans, () => resolve()));
  };

  return {
    onStart: () => {},
    onEnd(span: WorkflowSpan): void {
      if (kept.length >= mostKept) return;
      kept.push(inTodaysForm(span));
      timer ??= setTimeout(() => void flush(), sendAfterMilliseconds).unref();
    },
    forceFlush: flush,
    shutdown: async () => {
      await flush();
      await exporter.shutdown();
    },
  };
}

function inTodaysForm({ instrumentationLibrary, parentSpanId, ...span }: WorkflowSpan): CurrentSpan {
  const { traceId, traceFlags } = span.spanContext();
  const form = {
    ...span,
    spanContext: span.spanContext,
    instrumentationScope: instrumentationLibrary ?? { name: 'workflow' },
    ...(parentSpanId && { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags, isRemote: false } }),
  };
  return form as CurrentSpan; // every member the exporter reads is there
}
