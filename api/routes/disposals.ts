import {
  listDisposalsContract,
  printDestructionCertificateContract,
  readDestructionCertificateContract,
  readDisposalContract,
} from '#api/contracts/disposals.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import { destructionCertificatePage } from '#api/http/destruction-certificate-page.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listDisposals } from '#db/queries/disposals.ts';
import { scopesWith } from '#domain/caller.ts';
import { isDisposalOver } from '#domain/disposal.ts';
import { canonical } from '#domain/quantity.ts';
import { allow } from '#domain/result.ts';
import { certify } from './destruction-certificate.ts';
import { showDisposal } from './disposal-page.ts';
import { disposalStepRoutes } from './disposal-steps.ts';
import { findNamed } from './named-filters.ts';

export function disposalRoutes(app: ApiRouter, services: Services): void {
  const { operations } = services;
  const { db, clock } = operations;

  app.route(listDisposalsContract, async ({ query: { cursor, lot, site, mine, origin, ...query } }, { caller }) => {
    const after = readCursor(cursor, 'instant', 'id');
    if (!after.ok) return after;
    const named = await findNamed(db, { lot, site });
    if (!named.ok) return named;
    const now = clock.now();
    const { rows, next } = await listDisposals(db, {
      ...query,
      ...named.value,
      now,
      scopes: scopesWith(caller, 'disposal.read'),
      originId: origin,
      assigneeId: mine ? caller.id : undefined,
      after: after.value,
    });
    const items = rows.map((row) => ({
      ...row,
      quantity: canonical(row.quantity),
      overdue: !isDisposalOver(row.state) && row.dueAt < now,
      openedAt: row.openedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
    }));
    return allow({ items, nextCursor: next && encodeCursor(next) });
  });

  app.route(readDisposalContract, ({ params }, { caller }) => showDisposal(operations, caller, params.disposalId));

  app.route(readDestructionCertificateContract, ({ params }, { caller }) =>
    certify(operations, caller, params.disposalId),
  );

  app.route(printDestructionCertificateContract, async ({ params }, { caller }) => {
    const certificate = await certify(operations, caller, params.disposalId);
    if (!certificate.ok) return certificate;
    const bytes = Buffer.from(destructionCertificatePage(certificate.value));
    const name = certificate.value.certificateNumber ?? `draft-${certificate.value.disposal}`;
    return allow({
      bytes,
      contentType: 'text/html; charset=utf-8',
      fileName: `certificate-of-destruction-${name}.html`,
    });
  });

  disposalStepRoutes(app, services);
}
