import { Decimal } from 'decimal.js';
import { refusalOf } from './all-problems.ts';
import { allow, type Result, type RuleViolation, refuse } from './result.ts';
import { type Characteristic, type SampleNumbers, sameWord } from './specifications.ts';

/** One value as somebody found it: of a sample (1 to as many as are taken), or of the lot (null). */
export type Measurement = { characteristic: string; sample: number | null; value: string };

/** pass and fail are final for what was measured; incomplete: something required is missing. */
export const resultsOutcomes = ['incomplete', 'pass', 'fail'] as const;
export type ResultsOutcome = (typeof resultsOutcomes)[number];

export type Judgement = {
  outcome: ResultsOutcome;
  /** Samples with at least one value outside its limits. */
  nonconformingSamples: number;
  /** What of the lot itself is outside its limits. */
  failedOfLot: string[];
  /** What is required and not measured yet, with how many values are missing. */
  missing: { characteristic: string; values: number }[];
};

// A laboratory writes "<10" for what it could not detect.
const below = /^<\s*/;
const number = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/;

/** Whether a value is within what its characteristic allows; undefined where it is no value of that kind at all. */
export function conforms({ lower, upper, allowed }: Characteristic, value: string): boolean | undefined {
  if (allowed !== null) return allowed.some((word) => sameWord(word, value));
  const text = value.trim().replace(below, '');
  if (!number.test(text)) return undefined;
  const found = new Decimal(text);
  if (below.test(value.trim()))
    // Somewhere below: surely within only where no lower limit asks for more.
    return lower === null && upper !== null ? found.lessThanOrEqualTo(upper) : undefined;
  return (lower === null || found.greaterThanOrEqualTo(lower)) && (upper === null || found.lessThanOrEqualTo(upper));
}

/** Whether measurements can be values of this specification under this plan; every problem at once. */
export function checkMeasurements(
  characteristics: readonly Characteristic[],
  plan: SampleNumbers | null,
  measurements: readonly Measurement[],
): Result<void> {
  const problems = measurements.flatMap((one, index) => {
    const problem = problemOf(characteristics, plan, one, `/results/${index}`);
    if (problem) return [problem];
    const first = measurements.findIndex((other) => sameValue(other, one));
    return first === index
      ? []
      : [refuse('result.repeated', `${one.characteristic} is stated twice`, `/results/${index}`).violation];
  });
  return refusalOf(problems, 'result.refused', 'these results') ?? allow(undefined);
}

const sameValue = (one: Measurement, other: Measurement): boolean =>
  sameWord(one.characteristic, other.characteristic) && one.sample === other.sample;

function problemOf(
  characteristics: readonly Characteristic[],
  plan: SampleNumbers | null,
  { characteristic, sample, value }: Measurement,
  pointer: string,
): RuleViolation | undefined {
  const known = characteristics.find(({ name }) => sameWord(name, characteristic));
  if (!known)
    return refuse(
      'result.characteristic-unknown',
      `The specification has no characteristic "${characteristic}"`,
      `${pointer}/characteristic`,
    ).violation;
  const taken = plan?.samples ?? 1;
  if (known.measuredOn === 'lot' ? sample !== null : sample === null || sample < 1 || sample > taken)
    return refuse(
      'result.sample-unknown',
      known.measuredOn === 'lot'
        ? `${known.name} is measured once for the lot, not on a sample`
        : `${known.name} is measured on samples 1 to ${taken}`,
      `${pointer}/sample`,
    ).violation;
  return conforms(known, value) === undefined
    ? refuse('result.value-malformed', `"${value}" is no value of ${known.name}`, `${pointer}/value`).violation
    : undefined;
}

/**
 * What measurements say under a plan. What was measured counts whether it was required or not: a value outside its limits is
 * not unseen. Where policy skips samples (no plan), nothing is missing.
 */
export function judge(
  characteristics: readonly Characteristic[],
  plan: SampleNumbers | null,
  measurements: readonly Measurement[],
): Judgement {
  const outside = measurements.filter(({ characteristic, value }) => {
    const known = characteristics.find(({ name }) => sameWord(name, characteristic));
    return known !== undefined && conforms(known, value) === false;
  });
  const nonconformingSamples = new Set(outside.flatMap(({ sample }) => sample ?? [])).size;
  const failedOfLot = outside.filter(({ sample }) => sample === null).map(({ characteristic }) => characteristic);
  const missing = plan === null ? [] : missingOf(characteristics, plan, measurements);
  const failed = failedOfLot.length > 0 || nonconformingSamples >= (plan?.reject ?? 1);
  return {
    outcome: failed ? 'fail' : missing.length > 0 ? 'incomplete' : 'pass',
    nonconformingSamples,
    failedOfLot,
    missing,
  };
}

const missingOf = (
  characteristics: readonly Characteristic[],
  { samples }: SampleNumbers,
  measurements: readonly Measurement[],
) =>
  characteristics.flatMap(({ name, required, measuredOn }) => {
    if (!required) return [];
    const wanted = measuredOn === 'lot' ? 1 : samples;
    const there = measurements.filter(({ characteristic }) => sameWord(characteristic, name)).length;
    return there >= wanted ? [] : [{ characteristic: name, values: wanted - there }];
  });
