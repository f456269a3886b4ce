import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Puts every file into the one layout and repairs what the linter can repair safely. */
const root = resolve(import.meta.dirname, '..');
const biome = resolve(root, 'node_modules/@biomejs/biome/bin/biome');
const { status } = spawnSync(process.execPath, [biome, 'check', '--write', '.'], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
