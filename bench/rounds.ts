/** One side of a comparison: does a fixed amount of work and answers how much of it was done, to prove that it was. */
export type Contender = { name: string; run(): Promise<Measured> };
/** `perSecond` is the rate; `latenciesMs` where single answers were timed. */
export type Measured = { done: number; perSecond: number; latenciesMs?: readonly number[] };

export type Comparison = {
  ours: string;
  theirs: string;
  /** Ours ÷ theirs for each round, so that a slow moment of the machine hits both sides. */
  ratio: Spread;
  oursPerSecond: Spread;
  theirsPerSecond: Spread;
  done: { ours: number; theirs: number };
  p99Ratio?: Spread;
};

export type Spread = { least: number; median: number; most: number };

/** Runs both in turn, A B B A, after one round that is not counted, and compares round by round. */
export async function compare(ours: Contender, theirs: Contender, rounds: number): Promise<Comparison> {
  await ours.run();
  await theirs.run();
  const pairs: { ours: Measured; theirs: Measured }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await ours.run();
      pairs.push({ ours: first, theirs: await theirs.run() });
    } else {
      const first = await theirs.run();
      pairs.push({ theirs: first, ours: await ours.run() });
    }
  }
  const p99Ratios = pairs.flatMap((pair) =>
    pair.ours.latenciesMs && pair.theirs.latenciesMs
      ? [percentile(pair.ours.latenciesMs, 0.99) / percentile(pair.theirs.latenciesMs, 0.99)]
      : [],
  );
  return {
    ours: ours.name,
    theirs: theirs.name,
    ratio: spread(pairs.map((pair) => pair.ours.perSecond / pair.theirs.perSecond)),
    oursPerSecond: spread(pairs.map((pair) => pair.ours.perSecond)),
    theirsPerSecond: spread(pairs.map((pair) => pair.theirs.perSecond)),
    done: { ours: total(pairs.map((pair) => pair.ours)), theirs: total(pairs.map((pair) => pair.theirs)) },
    ...(p99Ratios.length > 0 ? { p99Ratio: spread(p99Ratios) } : {}),
  };
}

export function spread(values: readonly number[]): Spread {
  return { least: Math.min(...values), median: percentile(values, 0.5), most: Math.max(...values) };
}

/** The value below which `share` (0 to 1) of the values lie; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const total = (measured: readonly Measured[]): number => measured.reduce((sum, { done }) => sum + done, 0);
