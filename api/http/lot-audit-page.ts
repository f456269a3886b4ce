import type { LotAudit, ProvenEntry } from '#db/queries/lot-audit-export.ts';

export type LotAuditPaper = LotAudit & { lot: string; exportedAt: string };

const style = `@page{size:A4;margin:15mm}body{font:10pt/1.4 system-ui,sans-serif;color:#000;background:#fff;max-width:60rem;margin:1rem auto;padding:0 1rem}
h1{font-size:16pt}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:3px 5px;text-align:left;vertical-align:top}
thead{display:table-header-group}tr{break-inside:avoid}code,pre{font:8pt/1.3 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
.wrong{font-weight:bold}@media print{body{margin:0;padding:0;max-width:none}}`;

/** The trail of a lot as a page to print: no script, nothing loaded from elsewhere, everything that came in escaped. */
export const lotAuditPage = ({ lot, exportedAt, leftOut, entries, seals }: LotAuditPaper): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Audit trail of lot ${escaped(lot)} · Holdfast</title><style>${style}</style></head><body><main>
<h1>Audit trail of lot ${escaped(lot)}</h1>
<p>Exported ${escaped(exportedAt)} (UTC). ${entries.length} entries${leftOut > 0 ? `, ${leftOut} more about other sites or entities left out` : ''}. Instants are UTC.</p>
<table><thead><tr><th>No.</th><th>Happened, recorded</th><th>Who</th><th>What</th><th>Before, after, reason</th><th>Seal</th></tr></thead>
<tbody>
${entries.map(row).join('\n')}
</tbody></table>
<h2>Seals</h2>
<table><thead><tr><th>Seal</th><th>Sealed</th><th>Entries</th><th>Root, hash, hash of the seal before</th></tr></thead><tbody>
${seals
  .map(
    (seal) =>
      `<tr><td>${escaped(seal.number)}</td><td>${escaped(seal.sealedAt)}</td><td>${escaped(seal.positions)}</td><td><code>${escaped(seal.root)}<br>${escaped(seal.hash)}<br>${escaped(seal.previousHash)}</code></td></tr>`,
  )
  .join('\n')}
</tbody></table></main></body></html>
`;

const row = (entry: ProvenEntry): string => `<tr><td>${escaped(entry.position)}</td>
<td>${escaped(entry.happenedAt)}<br>${escaped(entry.recordedAt)}${entry.imported ? '<br>imported' : ''}</td>
<td>${escaped(entry.actorName)} (${escaped(entry.actorKind)})${entry.onBehalfOf === null ? '' : `<br>on behalf of ${escaped(entry.onBehalfOf)}`}${cause(entry)}</td>
<td>${escaped(entry.action)}<br>${escaped(entry.subjectKind)} <code>${escaped(entry.subjectId)}</code>${entry.site ? `<br>${escaped(entry.site)}` : ''}</td>
<td>${value('Before', entry.before)}${value('After', entry.after)}${entry.reason === null ? '' : `<p>${escaped(entry.reason)}</p>`}</td>
<td>${standing(entry)}<br><code>${escaped(entry.leaf)}</code></td></tr>`;

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

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
