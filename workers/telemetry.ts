import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { OpenTelemetryPlugin, type OpenTelemetryPluginOptions } from '@temporalio/interceptors-opentelemetry';
import { keepSpans } from './workflow-spans.ts';

export type Telemetry = {
  /** For `Worker.create({ plugins })` and `new Client({ plugins })`: joins client, workflow and activities in one trace. */
  plugin: OpenTelemetryPlugin;
  /** Sends what is left and ends. */
  stop(): Promise<void>;
};

/**
 * Starts tracing for this process and sends spans to an OTLP/HTTP collector at `tracesUrl` (its root, such as
 * http://127.0.0.1:4318); does nothing and answers undefined without one. Call it before anything that is traced.
 */
export function startTelemetry(program: string, tracesUrl: string | undefined): Telemetry | undefined {
  if (tracesUrl === undefined) return undefined;
  const resource = resourceFromAttributes({ 'service.name': 'holdfast', 'service.instance.id': program });
  const url = `${tracesUrl.replace(/\/$/, '')}/v1/traces`;
  const sdk = new NodeSDK({ resource, autoDetectResources: false, traceExporter: new OTLPTraceExporter({ url }) });
  sdk.start();

  const workflowSpans = keepSpans(new OTLPTraceExporter({ url }));
  // The plugin is typed by an older SDK; what it is given is used for these members only, and they are the same.
  const plugin = new OpenTelemetryPlugin({
    resource,
    spanProcessor: workflowSpans,
  } as unknown as OpenTelemetryPluginOptions);
  return {
    plugin,
    stop: async () => {
      await workflowSpans.shutdown();
      await sdk.shutdown();
    },
  };
}
