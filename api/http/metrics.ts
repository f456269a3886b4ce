import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { outboxLag } from '#db/queries/outbox-lag.ts';
import type { OperationContext } from '#operations/context.ts';
import type { Locals } from './locals.ts';

type Middleware = RequestHandler<never, unknown, unknown, unknown, Locals>;

export type Metrics = { measure: Middleware; answer: Middleware };

/** Prometheus metrics of this process, in a registry of its own, so that two APIs in one process do not mix. */
export function createMetrics({ db, clock }: Pick<OperationContext, 'db' | 'clock'>): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'holdfast_http_request_seconds',
    help: 'Time to answer a request, by the template of its path',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const inFlight = new Gauge({ name: 'holdfast_http_requests_in_flight', help: 'Requests being answered', registers });
  const refusals = new Counter({
    name: 'holdfast_refusals_total',
    help: 'Refusals and faults, by their code',
    labelNames: ['code'],
    registers,
  });
  const pool = new Gauge({ name: 'holdfast_database_pool_size', help: 'Most connections of this process', registers });
  pool.set(db.$client.options.max);
  const waiting = new Gauge({
    name: 'holdfast_outbox_waiting',
    help: 'Processes committed and not started',
    registers,
  });
  const oldest = new Gauge({ name: 'holdfast_outbox_oldest_seconds', help: 'Age of the oldest of them', registers });

  return {
    measure(req, res, next) {
      const stop = performance.now();
      inFlight.inc();
      res.once('close', () => {
        inFlight.dec();
        const { route = 'none', refusedBy } = res.locals;
        const labels = { method: req.method, route, status: String(res.statusCode) };
        seconds.observe(labels, (performance.now() - stop) / 1000);
        if (refusedBy) refusals.inc({ code: refusedBy });
      });
      next();
    },
    async answer(_req, res) {
      const lag = await outboxLag(db, clock.now());
      waiting.set(lag.waiting);
      oldest.set(lag.oldestSeconds);
      res.setHeader('Content-Type', registry.contentType);
      res.end(await registry.metrics());
    },
  };
}
