import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Component = { 'bom-ref': string; name: string; version: string };
type Dependency = { ref: string; dependsOn?: string[] };
type Sbom = { metadata: { component: { name: string } }; components: Component[]; dependencies: Dependency[] };
type Lock = { packages: Record<string, { version?: string; dev?: boolean }> };

/** Writes what Holdfast is made of (CycloneDX), from the lock file: the packages that run in production, or all with `--all`. */
const { npm_execpath: npm } = process.env;
const [target] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (!npm || !target) {
  console.error('Usage: npm run sbom -- <file> [--all]');
  process.exit(2);
}
const root = resolve(import.meta.dirname, '..');
const written = execFileSync(process.execPath, [npm, 'sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const all = JSON.parse(written) as Sbom;
// npm calls it by the folder it lies in.
all.metadata.component.name = 'holdfast';
const sbom = process.argv.includes('--all') ? all : withoutDevelopment(all);
writeFileSync(target, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`Wrote ${target}: ${sbom.components.length} packages`);

/** Not by `npm sbom --omit dev`, which leaves out what production and development both ask for. */
function withoutDevelopment(every: Sbom): Sbom {
  const lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as Lock;
  const runs = new Set(
    Object.entries(lock.packages)
      .filter(([, { dev }]) => !dev)
      .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`),
  );
  const components = every.components.filter(({ name, version }) => runs.has(`${name}@${version}`));
  const kept = new Set(components.map((component) => component['bom-ref']));
  const dependencies = every.dependencies
    .filter(({ ref }, index) => index === 0 || kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
  return { ...every, components, dependencies };
}
