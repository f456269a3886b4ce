import type { CalendarDate } from './calendar-date.ts';
import type { CertificateKind } from './certificates.ts';
import type { ReceiptDefect, ReceiptLineFacts } from './receipt-facts.ts';

/**
 * Required certificates that are missing, expired or only announced. One on record from an earlier receipt of the lot
 * serves as well: a certificate is about the lot, not about a delivery.
 */
export function certificateDefects(
  line: ReceiptLineFacts,
  receipt: { number: string; arrivedOn: CalendarDate },
  pointer: string,
): readonly ReceiptDefect[] {
  const missing: string[] = [];
  const expired: string[] = [];
  const announced: string[] = [];
  for (const kind of line.policies.required_certificates) {
    const given = [
      ...line.stated.certificates.filter((certificate) => certificate.kind === kind && !certificate.announced),
      ...line.certificatesOnRecord.filter((certificate) => certificate.kind === kind),
    ];
    const name = nameOf(kind);
    const follows = line.stated.certificates.some((certificate) => certificate.kind === kind && certificate.announced);
    if (given.some(({ expiresOn }) => expiresOn === null || expiresOn >= receipt.arrivedOn)) continue;
    if (given.length > 0) expired.push(`The ${name} of ${receipt.number} expired on ${given[0]?.expiresOn}`);
    else if (!follows) missing.push(`Receipt ${receipt.number} carries no ${name} and announces none`);
    else if (line.policies.certificate_may_follow)
      announced.push(`The ${name} of ${receipt.number} is announced and not yet attached`);
    else missing.push(`Receipt ${receipt.number} carries no ${name}; it announces one, and none may follow`);
  }
  const defects: readonly (ReceiptDefect & { count: number })[] = [
    {
      kind: 'hold',
      code: 'receipt.certificate-missing',
      rule: 'missing_certificate',
      count: missing.length,
      message: missing.join('; '),
      pointer: `${pointer}/certificates`,
    },
    {
      kind: 'hold',
      code: 'receipt.certificate-expired',
      rule: 'expired_certificate',
      count: expired.length,
      message: expired.join('; '),
      pointer: `${pointer}/certificates`,
    },
    {
      kind: 'task',
      code: 'receipt.certificate-announced',
      task: 'attach_announced_certificate',
      count: announced.length,
      message: announced.join('; '),
      pointer: `${pointer}/certificates`,
    },
  ];
  return defects.filter(({ count }) => count > 0).map(({ count, ...defect }) => defect);
}

const nameOf = (kind: CertificateKind): string => kind.replaceAll('_', ' ');
