import type { LotAudit } from '#db/queries/lot-audit-export.ts';
import { entriesTable, sealsTable } from './audit-tables.ts';
import { escaped, printedPage } from './printed-page.ts';

export type LotAuditPaper = LotAudit & { lot: string; exportedAt: string };

/** The trail of a lot as a page to print. */
export const lotAuditPage = ({ lot, exportedAt, leftOut, entries, seals }: LotAuditPaper): string =>
  printedPage(
    `Audit trail of lot ${lot}`,
    `<p>Exported ${escaped(exportedAt)} (UTC). ${entries.length} entries${leftOut > 0 ? `, ${leftOut} more about other sites or entities left out` : ''}. Instants are UTC.</p>
${entriesTable(entries)}
<h2>Seals</h2>
${sealsTable(seals)}`,
  );
