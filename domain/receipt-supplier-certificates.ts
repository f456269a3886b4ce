import type { ItemFacts, ReceiptDefect, ReceiptFacts, ReceiptLineFacts } from './receipt-facts.ts';
import { lackingCertificates } from './supplier-certificates.ts';

/** What policy asks a supplier of this item to be certified for, and is not, on the day the goods came. */
export function supplierCertificateDefects(
  { item, policies }: ReceiptLineFacts & { item: ItemFacts },
  { supplier, arrivedOn }: Pick<ReceiptFacts, 'supplier' | 'arrivedOn'>,
): readonly ReceiptDefect[] {
  const asked = policies.required_supplier_certificates;
  if (asked.length === 0) return [];
  const about = { code: item.code, category: item.category };
  const lacking = lackingCertificates(asked, supplier.certificates ?? [], about, arrivedOn);
  const nameOf = (scheme: string) => scheme.replaceAll('_', ' ');
  const never = lacking.filter(({ endedOn }) => endedOn === null).map(({ scheme }) => nameOf(scheme));
  const ended = lacking.flatMap(({ scheme, endedOn }) => (endedOn ? [`${nameOf(scheme)} ended on ${endedOn}`] : []));
  const defects: ReceiptDefect[] = [];
  if (never.length > 0)
    defects.push({
      kind: 'hold',
      code: 'receipt.supplier-certificate-missing',
      rule: 'missing_certificate',
      message: `${supplier.code} shows no valid ${never.join(', ')} for ${item.code}`,
      pointer: '/supplier',
    });
  if (ended.length > 0)
    defects.push({
      kind: 'hold',
      code: 'receipt.supplier-certificate-expired',
      rule: 'expired_certificate',
      message: `Of ${supplier.code}, for ${item.code}: ${ended.join(', ')}`,
      pointer: '/supplier',
    });
  return defects;
}
