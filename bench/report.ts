import type { Comparison, Spread } from './rounds.ts';

export type Aim = { atLeast: number } | { atMost: number };

/** One figure with what it should be. */
export type Finding = { measure: string; unit: 'ratio' | 'ms'; value: Spread; aim: Aim };

/** What a benchmark found, and the counts that prove that the work was done. */
export type Report = {
  benchmark: string;
  comparison: Comparison;
  /** What the rates count, in the plural. */
  unit: string;
  findings: Finding[];
  proof: Record<string, number>;
};

/** The median decides. */
export const isMet = ({ value, aim }: Finding): boolean =>
  'atLeast' in aim ? value.median >= aim.atLeast : value.median <= aim.atMost;

/** Rows for the README: what against what, the ratio with its spread, the aim, and the rates they come from. */
export function asMarkdown(reports: readonly Report[]): string {
  const rows = reports.flatMap(({ benchmark, comparison, unit, findings }) =>
    findings.map((finding, index) => [
      index === 0 ? benchmark : '',
      index === 0 ? comparison.ours : '',
      index === 0 ? comparison.theirs : '',
      finding.measure,
      asText(finding.value, finding.unit),
      aimText(finding),
      isMet(finding) ? 'yes' : '**no**',
      index === 0 ? `${rate(comparison.oursPerSecond)} and ${rate(comparison.theirsPerSecond)} ${unit}/s` : '',
    ]),
  );
  const head = ['', 'Ours', 'Against', 'Measure', 'Median (least to most)', 'Aim', 'Met', 'Rates, ours and theirs'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What proves the work, a line for each benchmark. */
export const proofAsText = (reports: readonly Report[]): string =>
  reports
    .map(({ benchmark, comparison: { rounds, done, askerBusy }, proof }) => {
      const counts = { rounds, 'done by ours': done.ours, 'done by theirs': done.theirs, ...proof };
      const asker = askerBusy ? [`asking kept ${Math.round(askerBusy.most * 100)} % of a core busy at most`] : [];
      return `${benchmark}: ${[...Object.entries(counts).map(([what, count]) => `${what} ${count}`), ...asker].join(', ')}`;
    })
    .join('\n');

const asText = ({ least, median, most }: Spread, unit: Finding['unit']): string =>
  unit === 'ratio'
    ? `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
    : `${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;

const aimText = ({ aim, unit }: Finding): string =>
  `${'atLeast' in aim ? `≥ ${rounded(aim.atLeast)}` : `≤ ${rounded(aim.atMost)}`}${unit === 'ms' ? ' ms' : ''}`;

const rounded = (value: number): number => Math.round(value * 100) / 100;

const rate = ({ median }: Spread): string => (median >= 100 ? median.toFixed(0) : median.toFixed(1));
