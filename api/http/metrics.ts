import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { outboxLag } from '#db/queries/outbox-lag.ts';
import type { OperationContext } from '#operations/context.ts';
import type { Exchange } from './exchange.ts';

export type Metrics = {
  begun(): void;
  answered(exchange: Exchange, status: number, milliseconds: number): void;
  /** What Prometheus reads, and its Content-Type. */
  page(): Promise<{ contentType: string; text: string }>;
};

/** Prometheus metrics of this process, in a registry of its own, so that two APIs in one process do not mix. */
export function createMetrics({ db, clock }: Pick<OperationContext, 'db' | 'clock'>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'holdfast_http_request_seconds',
    help: 'Time to answer a request, by the template of its path',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  let answering = 0;
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const inFlight = gauge('holdfast_http_requests_in_flight', 'Requests being answered');
  const waiting = gauge('holdfast_outbox_waiting', 'Processes committed and not started');
  const oldest = gauge('holdfast_outbox_oldest_seconds', 'Age of the oldest of them');
  gauge('holdfast_database_pool_size', 'Most connections of this process').set(db.$client.options.max);
  const refusals = new Counter({
    name: 'holdfast_refusals_total',
    help: 'Refusals and faults, by their code',
    labelNames: ['code'],
    registers,
  });

  return {
    begun: () => void answering++,
    answered({ method, route = 'none', refusedBy }, status, milliseconds) {
      answering--;
      seconds.observe({ method: known(method), route, status }, milliseconds / 1000);
      if (refusedBy) refusals.inc({ code: refusedBy });
    },
    async page() {
      const lag = await outboxLag(db, clock.now());
      waiting.set(lag.waiting);
      oldest.set(lag.oldestSeconds);
      inFlight.set(answering);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** A caller's own words must not become names of series. */
const known = (method: string): string => (methods.has(method) ? method : 'other');
