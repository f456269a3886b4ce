import { describe, expect, test } from 'vitest';
import { acceptableQuality, samplesOf, zeroAcceptance } from '#domain/sampling.ts';
import {
  type Characteristic,
  checkSpecification,
  type SamplingPlan,
  type SpecificationContent,
} from '#domain/specifications.ts';
import { specificationsOfStory } from '#operations/story-specifications.ts';

const moisture: Characteristic = {
  name: 'Moisture',
  method: 'ISO 712',
  unit: 'percent',
  lower: null,
  upper: '8',
  allowed: null,
  required: true,
  measuredOn: 'each_sample',
};
const sound: SpecificationContent = { characteristics: [moisture], sampling: zeroAcceptance };

const problemsOf = (content: SpecificationContent): (string | undefined)[] => {
  const result = checkSpecification(content);
  if (result.ok) return [];
  const { violation } = result;
  return violation.problems ? violation.problems.map(({ pointer }) => pointer) : [violation.pointer];
};
const withOne = (change: Partial<Characteristic>) => ({ ...sound, characteristics: [{ ...moisture, ...change }] });
const withPlan = (sampling: SamplingPlan) => ({ ...sound, sampling });

describe('a specification', () => {
  test('can be worked by when every characteristic has limits or words, and the bands reach to the end', () => {
    expect(checkSpecification(sound).ok).toBe(true);
    expect(checkSpecification(withPlan(acceptableQuality)).ok).toBe(true);
    for (const { content } of specificationsOfStory('2020-01-01T00:00:00Z'))
      expect(checkSpecification(content)).toEqual({ ok: true, value: undefined });
  });

  test.each([
    ['neither limits nor words', { upper: null }],
    ['limits and words', { allowed: ['intact'] }],
    ['no words', { upper: null, allowed: [] }],
    ['a limit that is no number', { upper: '8 %' }],
    ['a lower limit above the upper', { lower: '9' }],
    ['no method', { method: ' ' }],
  ])('is refused with %s', (_what, change) => {
    expect(problemsOf(withOne(change))).toEqual(['/characteristics/0']);
  });

  test('is refused without a characteristic, or with one named twice, in whatever letters', () => {
    expect(problemsOf({ ...sound, characteristics: [] })).toEqual([undefined]);
    expect(problemsOf({ ...sound, characteristics: [moisture, { ...moisture, name: ' MOISTURE' }] })).toEqual([
      '/characteristics/1/name',
    ]);
  });

  const band = { upTo: null, samples: 5, accept: 0, reject: 1 };
  test.each([
    ['has no last band', [{ ...band, upTo: '10' }], '/sampling/bands'],
    ['has an open band in the middle', [band, band], '/sampling/bands'],
    ['does not rise', [{ ...band, upTo: '10' }, { ...band, upTo: '10' }, band], '/sampling/bands/1/upTo'],
    ['takes no sample', [{ ...band, samples: 0 }], '/sampling/bands/0/samples'],
    ['accepts all', [{ ...band, accept: 5, reject: 6 }], '/sampling/bands/0/reject'],
    ['leaves a gap between accepted and rejected', [{ ...band, reject: 2 }], '/sampling/bands/0/reject'],
    ['accepts some although it says none', [{ ...band, accept: 1, reject: 2 }], '/sampling/bands/0/accept'],
  ])('is refused with a plan that %s', (_what, bands, pointer) => {
    expect(problemsOf(withPlan({ scheme: 'c_zero', bands }))).toEqual([pointer]);
  });
});

describe('the samples of a plan', () => {
  test('are those of the band that the quantity falls into, both ends included', () => {
    expect(samplesOf(zeroAcceptance, '150', 'normal')).toEqual({ samples: 11, accept: 0, reject: 1 });
    expect(samplesOf(zeroAcceptance, '150.0001', 'normal')).toEqual({ samples: 13, accept: 0, reject: 1 });
    expect(samplesOf(acceptableQuality, '10000', 'normal')).toEqual({ samples: 200, accept: 10, reject: 11 });
    expect(samplesOf(acceptableQuality, '35000', 'normal')).toEqual({ samples: 315, accept: 14, reject: 15 });
    expect(samplesOf(acceptableQuality, '900000', 'normal')).toEqual({ samples: 500, accept: 21, reject: 22 });
  });

  test('are fewer when reduced, judged more strictly when tightened, and none when policy skips them', () => {
    expect(samplesOf(acceptableQuality, '500', 'reduced')).toEqual({ samples: 20, accept: 1, reject: 2 });
    expect(samplesOf(acceptableQuality, '500', 'tightened')).toEqual({ samples: 50, accept: 2, reject: 3 });
    expect(samplesOf(zeroAcceptance, '500', 'tightened')).toEqual({ samples: 26, accept: 0, reject: 1 });
    expect(samplesOf(zeroAcceptance, '500', 'skip')).toBeNull();
  });

  test('are never more than there are units, and never all of them are accepted nonconforming', () => {
    expect(samplesOf(zeroAcceptance, '3', 'normal')).toEqual({ samples: 3, accept: 0, reject: 1 });
    expect(samplesOf(zeroAcceptance, '0.4', 'normal')).toEqual({ samples: 1, accept: 0, reject: 1 });
    const lenient: SamplingPlan = { scheme: 'aql', bands: [{ upTo: null, samples: 50, accept: 3, reject: 4 }] };
    expect(samplesOf(lenient, '2', 'normal')).toEqual({ samples: 2, accept: 1, reject: 2 });
  });
});
