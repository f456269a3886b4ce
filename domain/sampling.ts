import { Decimal } from 'decimal.js';
import { compare, type Quantity } from './quantity.ts';
import type { SampleNumbers, SamplingBand, SamplingPlan } from './specifications.ts';

/** Words of the policy `sampling_level`, from the most lenient on. */
export type SamplingLevel = 'skip' | 'reduced' | 'normal' | 'tightened';

/** The steps of preferred numbers (R5): five to a decade, as the sample sizes of ISO 2859-1 are. */
const step = '1.6';

/**
 * How many samples of a quantity in base units are taken, and how they are judged. `null` where policy skips them.
 *
 * Reduced inspection takes the samples of two steps less and accepts in proportion, tightened accepts one less, or, where
 * none is accepted anyway, takes a step more: rules of our own, in the spirit of ISO 2859-1, which switches between whole
 * tables by the results of the lots before. Never more samples than there are units.
 */
export function samplesOf({ bands }: SamplingPlan, quantity: Quantity, level: SamplingLevel): SampleNumbers | null {
  if (level === 'skip') return null;
  const band = bands.find(({ upTo }) => upTo === null || compare(quantity, upTo) <= 0);
  if (!band) throw new Error(`A sampling plan without a last band went past the check`);
  const wanted = atLevel(band, level);
  const units = Math.max(1, new Decimal(quantity).ceil().toNumber());
  if (wanted.samples <= units) return wanted;
  const accept = Math.min(wanted.accept, units - 1);
  return { samples: units, accept, reject: accept + 1 };
}

function atLevel({ samples, accept, reject }: SamplingBand, level: Exclude<SamplingLevel, 'skip'>): SampleNumbers {
  if (level === 'normal') return { samples, accept, reject };
  if (level === 'tightened')
    return accept > 0
      ? { samples, accept: accept - 1, reject: accept }
      : { samples: new Decimal(samples).times(step).ceil().toNumber(), accept: 0, reject: 1 };
  const fewer = new Decimal(samples).div(step).div(step).ceil().toNumber();
  const accepted = Math.min(new Decimal(accept).div(step).div(step).floor().toNumber(), fewer - 1);
  return { samples: fewer, accept: accepted, reject: accepted + 1 };
}

const bandsOf = (rows: readonly (readonly [upTo: string | null, samples: number, accept: number])[]): SamplingBand[] =>
  rows.map(([upTo, samples, accept]) => ({ upTo, samples, accept, reject: accept + 1 }));

/** Zero acceptance with the sample sizes that go with an AQL of 2.5 %. */
export const zeroAcceptance: SamplingPlan = {
  scheme: 'c_zero',
  bands: bandsOf([
    ['25', 5, 0],
    ['50', 7, 0],
    ['150', 11, 0],
    ['280', 13, 0],
    ['500', 16, 0],
    ['1200', 19, 0],
    ['3200', 23, 0],
    ['10000', 29, 0],
    ['35000', 35, 0],
    [null, 40, 0],
  ]),
};

/** Single sampling of ISO 2859-1, general level II, AQL 2.5 %, normal inspection. */
export const acceptableQuality: SamplingPlan = {
  scheme: 'aql',
  bands: bandsOf([
    ['50', 5, 0],
    ['150', 20, 1],
    ['280', 32, 2],
    ['500', 50, 3],
    ['1200', 80, 5],
    ['3200', 125, 7],
    ['10000', 200, 10],
    ['35000', 315, 14],
    [null, 500, 21],
  ]),
};
