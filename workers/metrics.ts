import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a worker process tells of itself to Prometheus, beside what the SDK tells of its own. */
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

export function createWorkerMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const startSeconds = new Histogram({
    name: 'holdfast_process_start_seconds',
    help: 'From the commit of a fact to the start of the process it calls for',
    labelNames: ['process'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3_600],
    registers,
  });
  const startFailures = new Counter({
    name: 'holdfast_process_start_failures_total',
    help: 'Attempts to start a process that failed',
    labelNames: ['process'],
    registers,
  });
  const listening = new Gauge({
    name: 'holdfast_relay_listening',
    help: '1 while the relay is woken by the database; it polls as well',
    registers,
  });
  const lost = new Counter({
    name: 'holdfast_lost_processes_total',
    help: 'Cases found without a running process, by what was done about it',
    labelNames: ['done'],
    registers,
  });
  return {
    registry,
    started: (process: string, milliseconds: number) => startSeconds.observe({ process }, milliseconds / 1_000),
    startFailed: (process: string) => startFailures.inc({ process }),
    listening: (yes: boolean) => listening.set(yes ? 1 : 0),
    lost: (done: 'requeued' | 'reported') => lost.inc({ done }),
  };
}
