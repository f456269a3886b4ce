/** One side of a comparison: does a fixed amount of work and answers how much of it was done, to prove that it was. */
export type Contender = { name: string; run(): Promise<Measured> };

export type Measured = {
  done: number;
  perSecond: number;
  /** Where single answers were timed. */
  latenciesMs?: readonly number[];
  /** How much of one core whoever asked was busy, 0 to 1: near 1 it measured itself. */
  askerBusy?: number;
};

export type Comparison = {
  ours: string;
  theirs: string;
  rounds: number;
  /** Ours ÷ theirs for each round, so that a slow moment of the machine hits both sides. */
  ratio: Spread;
  oursPerSecond: Spread;
  theirsPerSecond: Spread;
  done: { ours: number; theirs: number };
  p99Ratio?: Spread;
  askerBusy?: Spread;
};

export type Spread = { least: number; median: number; most: number };

export const fewestRounds = 7;

/** Runs both in turn, A B B A, after one round that is not counted, and compares round by round. */
export async function compare(ours: Contender, theirs: Contender, rounds: number): Promise<Comparison> {
  if (rounds < fewestRounds) throw new Error(`A ratio of fewer than ${fewestRounds} rounds says nothing`);
  await ours.run();
  await theirs.run();
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await ours.run();
      pairs.push({ ours: first, theirs: await theirs.run() });
    } else {
      const first = await theirs.run();
      pairs.push({ ours: await ours.run(), theirs: first });
    }
  }
  return { ours: ours.name, theirs: theirs.name, ...comparePairs(pairs) };
}

export type Pair = { ours: Measured; theirs: Measured };

/** The figures of rounds that were run. */
export function comparePairs(pairs: readonly Pair[]): Omit<Comparison, 'ours' | 'theirs'> {
  const p99Ratios = pairs.flatMap(({ ours, theirs }) =>
    ours.latenciesMs && theirs.latenciesMs
      ? [percentile(ours.latenciesMs, 0.99) / percentile(theirs.latenciesMs, 0.99)]
      : [],
  );
  const askers = pairs.flatMap(({ ours, theirs }) => [ours.askerBusy ?? [], theirs.askerBusy ?? []].flat());
  return {
    rounds: pairs.length,
    ratio: spread(pairs.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond)),
    oursPerSecond: spread(pairs.map(({ ours }) => ours.perSecond)),
    theirsPerSecond: spread(pairs.map(({ theirs }) => theirs.perSecond)),
    done: { ours: total(pairs.map(({ ours }) => ours)), theirs: total(pairs.map(({ theirs }) => theirs)) },
    ...(p99Ratios.length > 0 && { p99Ratio: spread(p99Ratios) }),
    ...(askers.length > 0 && { askerBusy: spread(askers) }),
  };
}

export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('Nothing was measured');
  return { least: Math.min(...values), median: median(values), most: Math.max(...values) };
}

/** The middle value; of an even number of values the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The smallest value that at least `share` (0 to 1) of the values do not exceed (nearest rank); NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  // 0.07 × 100 is a little more than 7 to a computer, and must not become the eighth.
  const rank = Math.ceil(share * sorted.length - 1e-9);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}

const total = (measured: readonly Measured[]): number => measured.reduce((sum, { done }) => sum + done, 0);
