import {
  exportAuditSealsContract,
  exportLotAuditContract,
  listAuditSealsContract,
  printLotAuditContract,
  verifyAuditContract,
} from '#api/contracts/audit-seals.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import { lotAuditPage } from '#api/http/lot-audit-page.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findLastSeal, listAuditSeals } from '#db/queries/audit-seals.ts';
import { findLots } from '#db/queries/by-code.ts';
import { readLotAudit } from '#db/queries/lot-audit-export.ts';
import { verifyAudit } from '#db/queries/verify-audit.ts';
import type { AuditProblem } from '#domain/audit-seals.ts';
import { authorize, type Caller, scopesWith } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { asPage } from './named-filters.ts';

/** A request is to end in seconds: so many seals at a time, half a gigabyte of entries at the very most. */
const mostSeals = 200n;
const mostProblems = 1_000;

export function auditRoutes(app: ApiRouter, { operations: { db, clock } }: Services): void {
  app.route(listAuditSealsContract, async ({ query: { cursor, limit } }) => {
    const after = readCursor(cursor, 'position');
    return after.ok ? asPage(await listAuditSeals(db, { after: after.value, limit }), encodeCursor) : after;
  });

  app.route(exportAuditSealsContract, async ({ query: { after } }) => {
    const { rows } = await listAuditSeals(db, { after: [after], limit: Number(mostSeals) });
    const bytes = Buffer.from(rows.map((seal) => `${JSON.stringify(seal)}\n`).join(''));
    return allow({ bytes, contentType: 'application/x-ndjson', fileName: `audit-seals-after-${after}.jsonl` });
  });

  app.route(verifyAuditContract, async ({ query: { from, until } }, { caller }) => {
    // A trail is sound as a whole or not at all: whoever sees a part of it would be told that the rest was cut off.
    const may = authorize(caller, 'audit.read', { siteId: null, entityId: null, category: null });
    if (!may.ok) return may;
    const problems: AuditProblem[] = [];
    const most = BigInt(from) + mostSeals - 1n;
    const stop = until !== undefined && BigInt(until) < most ? until : String(most);
    const end = until ?? (await findLastSeal(db))?.number ?? '0';
    const done = await verifyAudit(db, {
      from,
      until: stop,
      report: (problem) => problems.length < mostProblems && problems.push(problem),
    });
    return allow({
      sound: done.problems === 0,
      seals: done.seals,
      rows: done.rows,
      next: BigInt(stop) < BigInt(end) ? String(BigInt(stop) + 1n) : null,
      unsealed: done.unsealed,
      problemCount: done.problems,
      problems,
    });
  });

  const readExport = async (lotId: string, caller: Caller) => {
    const lot = (await findLots(db, [lotId])).get(lotId);
    if (!lot) return refuse('lot.unknown', `There is no lot ${lotId}`);
    const audit = await readLotAudit(db, lotId, scopesWith(caller, 'audit.read'));
    return allow({ lotId, lot: lot.code, exportedAt: clock.now().toISOString(), ...audit });
  };

  app.route(exportLotAuditContract, ({ params: { lotId } }, { caller }) => readExport(lotId, caller));

  app.route(printLotAuditContract, async ({ params: { lotId } }, { caller }) => {
    const found = await readExport(lotId, caller);
    if (!found.ok) return found;
    const bytes = Buffer.from(lotAuditPage(found.value));
    return allow({ bytes, contentType: 'text/html; charset=utf-8', fileName: `audit-trail-${lotId}.html` });
  });
}
