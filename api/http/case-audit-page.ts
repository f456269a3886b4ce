import type { LotAudit } from '#db/queries/lot-audit-export.ts';
import type { FollowedPolicy } from '#db/queries/policies-followed.ts';
import type { SignatureUnder } from '#db/queries/signatures-under.ts';
import { entriesTable, sealsTable } from './audit-tables.ts';
import { escaped, printedPage, printedTable } from './printed-page.ts';

type Movement = {
  kind: string;
  happenedAt: string;
  reason: string | null;
  lines: readonly { site: string | null; location: string; owner: string; condition: string; quantity: string }[];
};

export type CaseAuditPaper = Pick<LotAudit, 'leftOut'> & {
  kind: string;
  number: string;
  state: string;
  title: string;
  exportedAt: string;
  entries: readonly Parameters<typeof entriesTable>[0][number][];
  seals: readonly Parameters<typeof sealsTable>[0][number][];
  signatures: readonly Omit<SignatureUnder, 'signedBy'>[];
  policies: readonly Omit<FollowedPolicy, 'followedBy'>[];
  documents: readonly { fileName: string; sha256: string; linkedAt: string }[];
  movements: readonly Movement[];
};

/** The trail of a case as a page to print: who signed what, what it moved, its papers, and every entry with its seal. */
export const caseAuditPage = (paper: CaseAuditPaper): string =>
  printedPage(
    `Audit trail of ${paper.number}`,
    `<p>${escaped(paper.kind.replaceAll('_', ' '))} about ${escaped(paper.title)}, ${escaped(paper.state.replaceAll('_', ' '))}. Exported ${escaped(paper.exportedAt)} (UTC). ${paper.entries.length} entries${paper.leftOut > 0 ? `, ${paper.leftOut} more about other sites or entities left out` : ''}. Instants are UTC.</p>
<h2>Signatures</h2>
${printedTable(
  ['Printed name', 'When', 'Meaning', 'Of', 'Hash of what was shown, digest'],
  paper.signatures.map((one) => [
    escaped(one.printedName),
    escaped(`${one.at} (signed at a site in ${one.timeZone})`),
    escaped(one.meaning),
    `${escaped(one.subjectKind)} <code>${escaped(one.subjectId)}</code>`,
    `<code>${escaped(one.shownHash)}<br>${escaped(one.digest)}</code>`,
  ]),
)}
<h2>Policies followed</h2>
${printedTable(
  ['Policy', 'For', 'Value', 'In force from', 'Approved by', 'Version'],
  paper.policies.map((one) => [
    escaped(one.key.replaceAll('_', ' ')),
    escaped(one.scope === null ? 'everything' : `${one.scopeKind} ${one.scope}`),
    escaped(Array.isArray(one.value) ? one.value.join(', ') : String(one.value)),
    escaped(one.effectiveFrom),
    escaped(one.byLaw ? `law: ${one.lawReference}` : (one.approvedBy ?? '')),
    `${one.version} <code>${escaped(one.policyId)}</code>`,
  ]),
)}
<h2>What it moved</h2>
${printedTable(
  ['Kind', 'Happened', 'From and to', 'Reason'],
  paper.movements.map(({ kind, happenedAt, lines, reason }) => [
    escaped(kind.replaceAll('_', ' ')),
    escaped(happenedAt),
    lines
      .map((line) =>
        escaped(
          `${line.quantity} ${[line.site, line.location].filter((part) => part !== null).join(' ')}, ${line.owner}`,
        ),
      )
      .join('<br>'),
    escaped(reason ?? ''),
  ]),
)}
<h2>Documents</h2>
${printedTable(
  ['File', 'SHA-256', 'Added'],
  paper.documents.map((one) => [escaped(one.fileName), `<code>${escaped(one.sha256)}</code>`, escaped(one.linkedAt)]),
)}
<h2>Entries</h2>
${entriesTable(paper.entries)}
<h2>Seals</h2>
${sealsTable(paper.seals)}`,
  );
