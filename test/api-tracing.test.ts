import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import { expect, inject, test } from 'vitest';
import { buildWorkflows } from '#workers/workflow-bundle.ts';
import { givenApi } from './given/api.ts';
import { givenCollector, type Span } from './given/collector.ts';
import { givenEngine } from './given/engine.ts';
import { riskyBasil } from './system/deliveries.ts';
import { until } from './system/until.ts';

test('one trace joins a receipt to the review it opened, another a decision to the activity that carried it out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-traces-'));
  const bundlePath = join(folder, 'traced.js');
  const { code } = await buildWorkflows({ traced: true, logger: new DefaultLogger('WARN') });
  writeFileSync(bundlePath, code);
  const collector = await givenCollector();
  const temporal = { TEMPORAL_ADDRESS: inject('temporalAddress') };
  const api = await givenApi({}, { ...temporal, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const engine = await givenEngine(api.database);
  const { url, ownerUrl } = api.database;
  await engine.workers({
    bundlePath,
    config: {
      home: folder,
      database: { url, ownerUrl, apiPool: 5, workerPool: 10 },
      temporal: { namespace: 'default', connection: { address: inject('temporalAddress') } },
      metricsPort: undefined,
      tracesUrl: collector.url,
    },
  });
  await api.person('helen', [{ role: 'warehouse_lead', site: 'CHI' }]);
  await api.person('tomas', [{ role: 'quality_approver', site: 'CHI' }]);
  const [helen, tomas] = [await api.signIn('helen'), await api.signIn('tomas')];

  const callersTrace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${callersTrace}-00f067aa0ba902b7-01` };
  const received = await api.call('POST', '/v1/receipts', { token: helen, body: riskyBasil(), headers });
  const { reviewId } =
    (received.body as { lines: { defects: { hold: { reviewId: string } }[] }[] }).lines[0]?.defects[0]?.hold ?? {};
  await until(async () => {
    const [row] = await api.database.sql`select started_at from outbox`;
    return row?.started_at != null;
  });
  const decided = await api.call('POST', `/v1/quarantine-reviews/${reviewId}/decision`, {
    token: tomas,
    body: {
      outcome: 'lift',
      reason: 'Five units re-tested, all counts passed',
      ...(await api.signing(tomas, String(reviewId))),
    },
  });
  expect(decided.status).toBe(200);
  const requestId = decided.headers.get('x-request-id');
  const audited = await api.database.sql`select action from audit_entries where request_id = ${requestId}`;
  expect(audited.length).toBeGreaterThan(0);
  await engine.stop();
  await api.stop();
  collector.stop();
  rmSync(folder, { recursive: true });

  const { spans } = collector;
  const started = pathTo(
    spans,
    spans.find(({ name }) => name === 'RunWorkflow:quarantineReview'),
  );
  expect(started).toEqual(['POST /v1/receipts', 'StartWorkflow:quarantineReview', 'RunWorkflow:quarantineReview']);
  expect(spans.find(({ name }) => name === 'POST /v1/receipts')?.traceId).toBe(callersTrace);

  const acted = pathTo(
    spans,
    spans.find(({ name }) => name === 'RunActivity:decideQuarantineReview'),
  );
  expect(acted[0]).toBe('POST /v1/quarantine-reviews/:reviewId/decision');
  expect(acted).toContain('StartActivity:decideQuarantineReview');
});

/** The names of the spans from the root of its trace down to this one. */
function pathTo(spans: readonly Span[], span: Span | undefined): string[] {
  if (!span) return [];
  const parent = spans.find(({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentSpanId);
  return [...pathTo(spans, parent), span.name];
}
