import type { ProvenEntry } from '#db/queries/lot-audit-export.ts';
import type { AuditSeal } from '#domain/audit-seals.ts';
import { escaped, printedTable } from './printed-page.ts';

/** Entries of the trail as they are printed, each with where it is sealed. */
export const entriesTable = (entries: readonly ProvenEntry[]): string =>
  printedTable(
    ['No.', 'Happened, recorded', 'Who', 'What', 'Before, after, reason', 'Seal'],
    entries.map((entry) => [
      escaped(entry.position),
      `${escaped(entry.happenedAt)}<br>${escaped(entry.recordedAt)}${entry.imported ? '<br>imported' : ''}`,
      `${escaped(entry.actorName)} (${escaped(entry.actorKind)})${entry.onBehalfOf === null ? '' : `<br>on behalf of ${escaped(entry.onBehalfOf)}`}${signed(entry)}${cause(entry)}`,
      `${escaped(entry.action)}<br>${escaped(entry.subjectKind)} <code>${escaped(entry.subjectId)}</code>${entry.site ? `<br>${escaped(entry.site)}` : ''}`,
      `${value('Before', entry.before)}${value('After', entry.after)}${entry.reason === null ? '' : `<p>${escaped(entry.reason)}${entry.reasonCode === null ? '' : ` <code>${escaped(entry.reasonCode)}</code>`}</p>`}`,
      `${standing(entry)}<br><code>${escaped(entry.leaf)}</code>`,
    ]),
  );

/** The seals the entries are in. */
export const sealsTable = (seals: readonly Omit<AuditSeal, 'leaves'>[]): string =>
  printedTable(
    ['Seal', 'Sealed', 'Entries', 'Root, hash, hash of the seal before'],
    seals.map((seal) => [
      escaped(seal.number),
      escaped(seal.sealedAt),
      escaped(seal.positions),
      `<code>${escaped(seal.root)}<br>${escaped(seal.hash)}<br>${escaped(seal.previousHash)}</code>`,
    ]),
  );

/** 21 CFR 11.50: printed name, instant in the zone of the record's site, and meaning, in every form that people read. */
const signed = ({ signature }: ProvenEntry): string =>
  signature === null
    ? ''
    : `<br><strong>Signed</strong> by ${escaped(signature.printedName)} as ${escaped(signature.meaning)}<br>${escaped(inZone(signature))}`;

const inZone = ({ at, timeZone }: { at: string; timeZone: string }): string =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(Date.parse(at))} (${timeZone})`;

const cause = ({ requestId, workflowId }: ProvenEntry): string =>
  [requestId, workflowId]
    .filter((id) => id !== null)
    .map((id) => `<br><code>${escaped(id)}</code>`)
    .join('');

const value = (name: string, content: unknown): string =>
  content === null || content === undefined ? '' : `${name}<pre>${escaped(JSON.stringify(content, null, 1))}</pre>`;

const standing = ({ seal, borneOut }: ProvenEntry): string =>
  seal === null
    ? 'waits for a seal'
    : borneOut
      ? `in seal ${escaped(seal)}`
      : `<span class="wrong">not what seal ${escaped(seal)} holds</span>`;
