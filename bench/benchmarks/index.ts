import type { Report } from '../report.ts';
import type { Surroundings } from '../surroundings.ts';
import { authenticatedGet } from './authenticated-get.ts';
import { receiving } from './receiving.ts';

export type Benchmark = {
  name: string;
  title: string;
  run(surroundings: Surroundings, rounds: number): Promise<Report>;
};

/** In the order of `docs/benchmarks.md`. */
export const benchmarks: readonly Benchmark[] = [
  { name: 'B1', title: 'authenticated, validated GET without the database', run: authenticatedGet },
  { name: 'B10', title: 'receiving, with validation, ledger, audit and outbox', run: receiving },
];
