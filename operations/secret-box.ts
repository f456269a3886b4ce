import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SecretKeys } from './secrets.ts';

const ivBytes = 12;
const tagBytes = 16;

/** Keys for what has to be read again, unlike passwords: derived, so that no other use of the secret shares them. */
const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'holdfast secret box 1', 32));

/** Closes a secret (AES-256-GCM). `about` binds it to its row: put into another one it does not open. */
export function closeBox(secret: string, about: string, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(about));
  const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), closed]).toString('base64url');
}

/** What was closed with one of the keys that count, or null: another secret is in use now, or somebody changed the row. */
export function openBox(secretKeys: SecretKeys, about: string, box: string): string | null {
  const bytes = Buffer.from(box, 'base64url');
  for (const secret of secretKeys) {
    try {
      const opener = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, ivBytes));
      opener.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return Buffer.concat([opener.update(bytes.subarray(ivBytes + tagBytes)), opener.final()]).toString('utf8');
    } catch {
      // Not closed with this one.
    }
  }
  return null;
}
