import { escaped } from './printed-page.ts';

type Signature = { printedName: string; at: string; timeZone: string; meaning: string };
type Address = { street: string; city: string; region: string; postalCode: string; country: string };
type Head = {
  template: string;
  issuer: { name: string; gln: string; address: Address; phone: string } | null;
  timeZone: string;
  printedAt: string;
  printedByName: string;
  contentHash: string;
};

/** What every paper begins with: who issues it, in which form, by whom and when it was printed, and the hash of what it says. */
export const printedHead = ({ template, issuer, timeZone, printedAt, printedByName, contentHash }: Head): string =>
  `<p>${issuer ? `<strong>${escaped(issuer.name)}</strong><br>${escaped(addressOf(issuer.address))}<br>GLN ${escaped(issuer.gln)}, telephone ${escaped(issuer.phone)}` : 'Issued by: –'}</p>
<p>Form ${escaped(template)}. Printed ${escaped(local(printedAt, timeZone))} by ${escaped(printedByName)}.<br>
SHA-256 of the content: <code>${escaped(contentHash)}</code></p>`;

const addressOf = ({ street, city, region, postalCode, country }: Address): string =>
  [street, city, [region, postalCode].filter((part) => part !== '').join(' '), country]
    .filter((part) => part !== '')
    .join(', ');

/** What is missing or stands against it, before anything else is read. */
export const printedGaps = (title: string, gaps: readonly string[]): string =>
  gaps.length === 0
    ? ''
    : `<p class="wrong">${escaped(title)}</p><ul>${gaps.map((gap) => `<li>${escaped(gap)}</li>`).join('')}</ul>`;

/** Rows of a table with a name and a value. */
export const facts = (named: Record<string, string>): string[][] =>
  Object.entries(named).map(([name, value]) => [escaped(name), escaped(value)]);

export const list = (parts: readonly string[]): string => (parts.length === 0 ? '–' : parts.join('; '));
export const words = (name: string): string => name.replaceAll('_', ' ');

/** Printed name, instant with zone, and meaning: 21 CFR 11.50. */
export const signed = (signature: Signature | null): string =>
  signature
    ? escaped(`Signed: ${signature.printedName}, ${local(signature.at, signature.timeZone)}, ${signature.meaning}`)
    : 'not signed';

/** An instant as the clock of the site showed it, and in UTC. */
export const local = (instant: string, timeZone: string): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant))} ${timeZone} (${instant})`;
