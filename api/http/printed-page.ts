const style = `@page{size:A4;margin:15mm;@bottom-right{content:counter(page) " of " counter(pages);font:8pt system-ui,sans-serif}}body{font:10pt/1.4 system-ui,sans-serif;color:#000;background:#fff;max-width:60rem;margin:1rem auto;padding:0 1rem}
h1{font-size:16pt}h2{font-size:12pt}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:3px 5px;text-align:left;vertical-align:top}
thead{display:table-header-group}tr{break-inside:avoid}code,pre{font:8pt/1.3 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
.wrong{font-weight:bold}.draft{position:fixed;top:40%;left:0;right:0;text-align:center;font-size:min(90pt,25vw);color:#0002;transform:rotate(-30deg);pointer-events:none}@media screen and (max-width:40rem){table{display:block;overflow-x:auto}td,th{min-width:6rem}}@media print{body{margin:0;padding:0;max-width:none}}`;

/** A page to print: no script, nothing loaded from elsewhere. The title is escaped here, the body by whoever makes it. */
export const printedPage = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)} · Holdfast</title><style>${style}</style></head><body><main>
<h1>${escaped(title)}</h1>
${body}</main></body></html>
`;

/** A table with its heads; cells are escaped already. Without rows it says so: an empty frame could be one that was lost. */
export const printedTable = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? '<p>None.</p>'
    : `<table><thead><tr>${heads.map((head) => `<th>${escaped(head)}</th>`).join('')}</tr></thead><tbody>
${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody></table>`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML shows it, whatever came in. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
