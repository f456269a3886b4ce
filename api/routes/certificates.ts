import {
  listCertificatesContract,
  readCertificateContract,
  recordCertificateContract,
  withdrawCertificateContract,
} from '#api/contracts/certificates.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listCertificates } from '#db/queries/list-certificates.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { recordCertificate } from '#operations/record-certificate.ts';
import { withdrawCertificate } from '#operations/withdraw-certificate.ts';

export function certificateRoutes(app: ApiRouter, { operations }: Services): void {
  app.route(recordCertificateContract, ({ body }, request) => recordCertificate(operations, request.command(body)));

  app.route(listCertificatesContract, async ({ query: { cursor, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const scopes = scopesWith(caller, 'lot.read');
    const { rows, next } = await listCertificates(operations.db, { ...filter, scopes, after: after.value });
    return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
  });

  app.route(readCertificateContract, async ({ params: { certificateId } }, { caller }) => {
    const scopes = scopesWith(caller, 'lot.read');
    const { rows } = await listCertificates(operations.db, { certificateId, scopes, limit: 1 });
    return rows[0]
      ? allow(rows[0])
      : refuse('certificate.unknown', `There is no certificate ${certificateId} that you may see`);
  });

  app.route(withdrawCertificateContract, ({ params, body }, request) =>
    withdrawCertificate(operations, request.command({ ...body, ...params })),
  );
}
