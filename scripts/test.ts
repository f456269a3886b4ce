import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';

/**
 * The check and every test; with names of files, the check is left out and only those tests run. The last line counts
 * what passed and what failed; the check counts as one.
 */
const filters = process.argv.slice(2);
const checked = filters.length === 0 ? await check() : undefined;

const vitest = await startVitest('test', filters, { run: true, watch: false });
// A file that could not be loaded and an error outside of any test have failed too, though no test says so.
const modules = vitest.state.getTestModules();
const tests = modules.flatMap((module) => [...module.children.allTests()]);
const count = (state: string) => tests.filter((test) => test.result().state === state).length;
const broken = modules.filter((module) => module.errors().length > 0).length + vitest.state.getUnhandledErrors().length;
await vitest.close();

const passed = count('passed') + (checked === true ? 1 : 0);
const failed = count('failed') + broken + (checked === false ? 1 : 0);
if (checked === false) console.log('The check failed; what it found stands above the tests.');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

function check(): Promise<boolean> {
  const script = fileURLToPath(new URL('./check.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}
