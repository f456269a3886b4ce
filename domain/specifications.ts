import { Decimal } from 'decimal.js';
import { refusalOf } from './all-problems.ts';
import type { Quantity } from './quantity.ts';
import { allow, type Result, type RuleViolation, refuse } from './result.ts';

/** What a value is measured on: each sample taken, or the lot once (a composite, a label, a paper). */
export const measuredOn = ['each_sample', 'lot'] as const;
export type MeasuredOn = (typeof measuredOn)[number];

/** How a plan judges: no nonconforming sample is accepted, or up to the acceptance number of the quality level chosen (AQL). */
export const samplingSchemes = ['c_zero', 'aql'] as const;
export type SamplingScheme = (typeof samplingSchemes)[number];

/** A number has limits, both inclusive and at least one of them; a word is one of those allowed. Numbers are decimal strings. */
export type Characteristic = {
  name: string;
  method: string;
  unit: string | null;
  lower: string | null;
  upper: string | null;
  allowed: readonly string[] | null;
  required: boolean;
  measuredOn: MeasuredOn;
};

/** So many samples; accepted with at most `accept` nonconforming ones among them, rejected from `reject` on. */
export type SampleNumbers = { samples: number; accept: number; reject: number };

/** What is taken of a quantity up to `upTo` base units; null in the last band, which has no end. */
export type SamplingBand = SampleNumbers & { upTo: Quantity | null };

export type SamplingPlan = { scheme: SamplingScheme; bands: readonly SamplingBand[] };

/** What an item has to be, and how much of it is looked at. A version of it holds from an instant until the next one does. */
export type SpecificationContent = { characteristics: readonly Characteristic[]; sampling: SamplingPlan };

const decimal = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/;
const mostSamples = 2_000;

/** Whether a specification can be worked by; every problem at once. */
export function checkSpecification({ characteristics, sampling }: SpecificationContent): Result<void> {
  const problems = [
    ...(characteristics.length === 0 ? [malformed('A specification names at least one characteristic', '')] : []),
    ...characteristics.flatMap((one, index) => checkCharacteristic(one, `/characteristics/${index}`)),
    ...repeatedNames(characteristics),
    ...checkSampling(sampling),
  ];
  return refusalOf(problems, 'specification.malformed', 'this specification') ?? allow(undefined);
}

function checkCharacteristic(one: Characteristic, pointer: string): RuleViolation[] {
  const { name, method, lower, upper, allowed } = one;
  const limits = [lower, upper].filter((limit) => limit !== null);
  if (name.trim() === '' || method.trim() === '') return [malformed('It has a name and a method', pointer)];
  if (limits.some((limit) => !decimal.test(limit)))
    return [malformed(`A limit of ${name} is a number with at most six decimals`, pointer)];
  if (limits.length > 0 === (allowed !== null && allowed.length > 0))
    return [malformed(`${name} has limits or allowed words: one of both`, pointer)];
  if (lower !== null && upper !== null && new Decimal(lower).greaterThan(upper))
    return [malformed(`The lower limit of ${name} is above the upper one`, pointer)];
  return [];
}

const repeatedNames = (characteristics: readonly Characteristic[]): RuleViolation[] =>
  characteristics.flatMap(({ name }, index) =>
    characteristics.findIndex((other) => sameWord(other.name, name)) === index
      ? []
      : [malformed(`${name} is named twice`, `/characteristics/${index}/name`)],
  );

function checkSampling({ scheme, bands }: SamplingPlan): RuleViolation[] {
  const last = bands.at(-1);
  if (!last || last.upTo !== null || bands.slice(0, -1).some(({ upTo }) => upTo === null))
    return [malformed('The last band, and only that, has no upper end', '/sampling/bands')];
  return bands.flatMap((band, index) => {
    const { upTo, samples, accept, reject } = band;
    const pointer = `/sampling/bands/${index}`;
    const before = bands[index - 1]?.upTo ?? '0';
    if (upTo !== null && (!decimal.test(upTo) || new Decimal(upTo).lessThanOrEqualTo(before)))
      return [malformed('Each band ends above the one before it', `${pointer}/upTo`)];
    if (![samples, accept, reject].every(Number.isInteger) || samples < 1 || samples > mostSamples)
      return [malformed(`Between 1 and ${mostSamples} samples are taken`, `${pointer}/samples`)];
    if (accept < 0 || accept >= samples || reject !== accept + 1)
      return [malformed('It is rejected from one more than is accepted, and never all are', `${pointer}/reject`)];
    return scheme === 'c_zero' && accept !== 0
      ? [malformed('A plan with c = 0 accepts no nonconforming sample', `${pointer}/accept`)]
      : [];
  });
}

const malformed = (message: string, pointer: string): RuleViolation =>
  refuse('specification.malformed', message, pointer === '' ? undefined : pointer).violation;

/** Words of a specification are compared as people read them: case and spaces around them do not count. */
export const sameWord = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
