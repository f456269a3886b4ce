import { describe, expect, test } from 'vitest';
import { readAnswer } from '../bench/load.ts';
import { asMarkdown, isMet, type Report } from '../bench/report.ts';
import { compare, comparePairs, type Measured, median, percentile, spread } from '../bench/rounds.ts';

const measured = (perSecond: number, latenciesMs?: number[]): Measured => ({
  done: 10,
  perSecond,
  ...(latenciesMs && { latenciesMs }),
});

describe('figures of rounds', () => {
  test('a percentile is the smallest value that the share of all values does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0, 0.07, 0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 7, 50, 95, 99, 100]);
    expect(percentile([3], 0.99)).toBe(3);
    expect(percentile([], 0.5)).toBeNaN();
  });

  test('the median of an even number of values lies between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 4, 2])).toBe(3);
    expect(median([])).toBeNaN();
  });

  test('measuring leaves the measured values in their order', () => {
    const values = [3, 1, 2];
    expect(spread(values)).toEqual({ least: 1, median: 2, most: 3 });
    expect(values).toEqual([3, 1, 2]);
    expect(() => spread([])).toThrow('Nothing was measured');
  });

  test('ratios are taken within each round and not between the medians of both sides', () => {
    // The machine slowed down tenfold after the first round, for both.
    const pairs = [
      { ours: measured(1000, [1, 2]), theirs: measured(2000, [1, 1]) },
      { ours: measured(100, [10, 30]), theirs: measured(200, [10, 10]) },
      { ours: measured(60, [10, 40]), theirs: measured(100, [10, 10]) },
    ];
    const { ratio, p99Ratio, done, oursPerSecond } = comparePairs(pairs);
    expect(ratio).toEqual({ least: 0.5, median: 0.5, most: 0.6 });
    expect(p99Ratio).toEqual({ least: 2, median: 3, most: 4 });
    expect(done).toEqual({ ours: 30, theirs: 30 });
    expect(oursPerSecond).toEqual({ least: 60, median: 100, most: 1000 });
  });

  test('sides take turns at going first, after one round that is not counted', async () => {
    const order: string[] = [];
    const side = (name: string, perSecond: number) => ({
      name,
      run: async () => {
        order.push(name);
        return measured(perSecond);
      },
    });
    const { ratio, rounds, done } = await compare(side('a', 3), side('b', 4), 7);
    expect(order.join('')).toBe('abab' + 'baab' + 'baab' + 'baab');
    expect(ratio.median).toBe(0.75);
    expect([rounds, done.ours]).toEqual([7, 70]);
    await expect(compare(side('a', 3), side('b', 4), 6)).rejects.toThrow('fewer than 7 rounds');
  });
});

test('the median of a figure decides whether its aim is met, at the aim itself too', () => {
  const finding = { measure: 'rate', unit: 'ratio' as const, value: { least: 0.5, median: 0.8, most: 1 } };
  expect(isMet({ ...finding, aim: { atLeast: 0.8 } })).toBe(true);
  expect(isMet({ ...finding, aim: { atLeast: 0.81 } })).toBe(false);
  expect(isMet({ ...finding, aim: { atMost: 0.8 } })).toBe(true);
  expect(isMet({ ...finding, aim: { atMost: 0.79 } })).toBe(false);
});

test('the table says what was compared, the ratio with its spread, the aim and whether it was met', () => {
  const comparison = {
    ours: 'ours',
    theirs: 'theirs',
    ...comparePairs([{ ours: measured(50), theirs: measured(200) }]),
  };
  const report: Report = {
    benchmark: 'B0',
    comparison,
    unit: 'answers',
    findings: [{ measure: 'rate', unit: 'ratio', value: comparison.ratio, aim: { atLeast: 0.55 } }],
    proof: {},
  };
  expect(asMarkdown([report]).split('\n').at(-1)).toBe(
    '| B0 | ours | theirs | rate | 0.25 (0.25 to 0.25) | ≥ 0.55 | **no** | 50.0 and 200 answers/s |',
  );
});

test('an answer counts when all of its bytes are there, and one of unknown length is a fault', () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc';
  expect(readAnswer(answer)).toEqual({ status: 200, length: answer.length });
  expect(readAnswer(`${answer}HTTP`)).toEqual({ status: 200, length: answer.length });
  expect(readAnswer(answer.slice(0, -1))).toBeUndefined();
  expect(readAnswer('HTTP/1.1 200')).toBeUndefined();
  expect(() => readAnswer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')).toThrow('Content-Length');
});
