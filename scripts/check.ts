import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import colors from 'picocolors';
import { asText, checkArchitecture, readProject } from '#test/architecture/check-architecture.ts';

type Verdict = { name: string; passed: boolean; seconds: number; report: string };

const root = resolve(import.meta.dirname, '..');

// Format, lint, types, dead code and architecture, side by side: all that is wrong is said at once.
const begun = performance.now();
const verdicts = await Promise.all([
  run('format and lint', 'node_modules/@biomejs/biome/bin/biome', [
    'ci',
    '--error-on-warnings',
    `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
    '.',
  ]),
  run('types', 'node_modules/typescript/bin/tsc', [
    '--incremental',
    '--tsBuildInfoFile',
    'node_modules/.cache/holdfast/types.tsbuildinfo',
  ]),
  run('dead code', 'node_modules/knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
  architecture(),
]);
for (const { name, passed, seconds, report } of verdicts) {
  console.log(`${passed ? colors.green('✓') : colors.red('✗')} ${name} ${colors.dim(`${seconds.toFixed(1)} s`)}`);
  if (!passed) console.log(`${report.trim()}\n`);
}
const failed = verdicts.filter(({ passed }) => !passed).length;
const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
console.log(
  failed === 0
    ? `Checked in ${took}`
    : `${failed} of ${verdicts.length} checks failed in ${took}; npm run format repairs layout`,
);
process.exitCode = failed === 0 ? 0 : 1;

function run(name: string, program: string, args: string[]): Promise<Verdict> {
  const begun = performance.now();
  return new Promise((done) => {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [resolve(root, program), ...args], options, (error, output, errors) => {
      const seconds = (performance.now() - begun) / 1000;
      const report = output + errors + (error && output + errors === '' ? error.message : '');
      done({ name, passed: error === null, seconds, report });
    });
  });
}

// In this process, while the others run in theirs.
async function architecture(): Promise<Verdict> {
  const begun = performance.now();
  const violations = checkArchitecture(readProject(root)).map(asText);
  const seconds = (performance.now() - begun) / 1000;
  return { name: 'architecture', passed: violations.length === 0, seconds, report: violations.join('\n') };
}
