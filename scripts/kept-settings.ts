import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the embedded mode makes up at its first start and needs again at every other. */
export type KeptSettings = {
  secret: string;
  ownerPassword: string;
  apiPassword: string;
  /** Of everybody in the story, or of the first administrator. */
  signInPassword: string;
  ports: { http?: number; postgres?: number; temporal?: number; temporalUi?: number };
};

const secret = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Reads `settings.json` of the data folder, made up and written at the first start, for its owner's eyes alone. */
export function readKeptSettings(home: string): KeptSettings {
  const path = join(home, 'settings.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as KeptSettings; // written below
  const made = {
    secret: secret(32),
    ownerPassword: secret(24),
    apiPassword: secret(24),
    signInPassword: randomBytes(6)
      .toString('hex')
      .replace(/(.{4})(?=.)/g, '$1-'),
    ports: {},
  };
  writeKeptSettings(home, made);
  return made;
}

/** Replaces the file as a whole, so that a start that is broken off leaves the old one or the new one. */
export function writeKeptSettings(home: string, settings: KeptSettings): void {
  const path = join(home, 'settings.json');
  writeFileSync(`${path}.part`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
