import type { Report } from '../report.ts';
import type { Surroundings } from '../surroundings.ts';
import { authenticatedGet } from './authenticated-get.ts';
import { lotRead } from './lot-read.ts';
import { quarantineReview } from './quarantine-review.ts';
import { receiving } from './receiving.ts';
import { signedDecision } from './signed-decision.ts';

export type Benchmark = {
  name: string;
  title: string;
  run(surroundings: Surroundings, rounds: number): Promise<Report>;
};

/** In the order of `docs/benchmarks.md`. */
export const benchmarks: readonly Benchmark[] = [
  { name: 'B1', title: 'authenticated, validated GET without the database', run: authenticatedGet },
  { name: 'B2', title: 'one lot through the API', run: lotRead },
  { name: 'B7', title: 'quarantine review, step by step, and how soon a decision is seen', run: quarantineReview },
  { name: 'B10', title: 'receiving, with validation, ledger, audit and outbox', run: receiving },
  { name: 'B12', title: 'a decision with rights and signature against one without', run: signedDecision },
];
