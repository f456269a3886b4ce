import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks/index.ts';
import { asMarkdown, isMet, proofAsText, type Report } from './report.ts';
import { fewestRounds } from './rounds.ts';
import { startSurroundings } from './surroundings.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: String(fewestRounds) } },
});
const names = positionals.map((name) => name.toUpperCase());
const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

// Results go to stdout and what happens meanwhile to stderr, so that the one can be kept without the other.
const log = (line: string) => console.error(line);
const surroundings = await startSurroundings(log);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => surroundings.stop().finally(() => process.exit(130)));

const reports: Report[] = [];
try {
  for (const { name, title, run } of benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))) {
    log(`${name}: ${title}`);
    reports.push(await run(surroundings, Number(values.rounds)));
  }
} catch (error) {
  // Said before the servers stop, since what is still connected then fails as well.
  console.error(error);
  process.exitCode = 2;
} finally {
  await surroundings.stop();
}
console.log(asMarkdown(reports));
console.log(`\n${proofAsText(reports)}\n`);
console.log(JSON.stringify(reports));
process.exitCode ??= reports.every(({ findings }) => findings.every(isMet)) ? 0 : 1;
