import type { z } from 'zod';
import type { certificateRecord } from '#api/contracts/master-records.ts';
import {
  listSupplierCertificatesContract,
  readSupplierCertificateContract,
} from '#api/contracts/supplier-certificates.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { type KeptRecord, readRecords } from '#db/queries/master-records.ts';
import { listSupplierCertificates, readAroundCertificate } from '#db/queries/supplier-certificates.ts';
import { allow, refuse } from '#domain/result.ts';
import { standingOn } from '#domain/supplier-certificates.ts';
import { readPolicyBook } from '#operations/policy-book.ts';

export function supplierCertificateRoutes(app: ApiRouter, { operations: { db, clock } }: Services): void {
  app.route(listSupplierCertificatesContract, async ({ query: { cursor, withdrawn, ...query } }) => {
    const after = readCursor(cursor, 'date', 'id');
    if (!after.ok) return after;
    const { rows, next } = await listSupplierCertificates(db, {
      ...query,
      withdrawn: withdrawn && withdrawn === 'true',
      after: after.value,
    });
    const show = await shownToday();
    return allow({ items: rows.map(show), nextCursor: next && encodeCursor(next) });
  });

  app.route(readSupplierCertificateContract, async ({ params: { certificate } }) => {
    const kept = (await readRecords(db, 'certificate', [certificate])).get(certificate);
    if (!kept) return refuse('certificate.unknown', `There is no certificate "${certificate}" of a supplier`);
    const show = await shownToday();
    return allow({ ...show(kept), ...(await readAroundCertificate(db, kept.id)) });
  });

  async function shownToday() {
    const now = clock.now();
    const book = await readPolicyBook(db, now, ['certificate_expiry_warning_days']);
    const warningDays = Number(book.read('certificate_expiry_warning_days', {}).value);
    return ({ id, version, record }: KeptRecord<'certificate'>) => ({
      ...{ id, version },
      standing: standingOn(record, now.toISOString().slice(0, 10), warningDays),
      // The contract asks for the words that the table holds the record to.
      record: record as unknown as z.input<typeof certificateRecord>,
    });
  }
}
