import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

test('npm run sbom names each package that runs in production, with its version and checksum, and none besides', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-sbom-'));
  const file = join(folder, 'sbom.json');
  const root = resolve(import.meta.dirname, '..');
  execFileSync('npm', ['run', '--silent', 'sbom', '--', file], { cwd: root, shell: process.platform === 'win32' });
  const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as {
    bomFormat: string;
    components: { name: string; group?: string; version: string; purl: string; hashes?: unknown[] }[];
  };
  rmSync(folder, { recursive: true });
  expect(bomFormat).toBe('CycloneDX');
  const made = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const named = new Map(components.map(({ purl, hashes }) => [decodeURIComponent(purl), hashes]));
  for (const [name, version] of Object.entries(made.dependencies ?? {}))
    expect(named.get(`pkg:npm/${name}@${version}`), name).toHaveLength(1);
  expect([...named.keys()].filter((purl) => purl.startsWith('pkg:npm/vitest@'))).toEqual([]);
});
