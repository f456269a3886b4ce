import type { CalendarDate } from './calendar-date.ts';
import { addDays } from './calendar-date.ts';
import type { CertificateScheme } from './certificates.ts';

/** A paper about a supplier rather than about one of its lots, as it is proposed and shown. */
export type CertificateRecord = {
  code: string;
  party: string;
  scheme: CertificateScheme;
  /** What it was judged by, such as "BRCGS Food Safety, issue 9". */
  standard: string | null;
  number: string;
  issuer: string;
  /** What it is about. Nothing named in both of these: all that the supplier delivers. */
  categories: readonly string[];
  items: readonly string[];
  /** Location numbers of the plants it names; none: all of them. */
  plants: readonly string[];
  validFrom: CalendarDate;
  validUntil: CalendarDate;
  documentId: string | null;
  /** Its issuer took it back: it serves no more, whatever its dates say. */
  withdrawn: boolean;
};

/** As much of one as tells whether it serves. */
export type Certified = Pick<
  CertificateRecord,
  'scheme' | 'categories' | 'items' | 'validFrom' | 'validUntil' | 'withdrawn'
>;

export const certificateStandings = ['valid', 'expiring', 'expired', 'withdrawn', 'not_yet_valid'] as const;
export type CertificateStanding = (typeof certificateStandings)[number];

/** How a certificate stands on a day; its first and its last day count. */
export function standingOn(
  { withdrawn, validFrom, validUntil }: Pick<Certified, 'withdrawn' | 'validFrom' | 'validUntil'>,
  today: CalendarDate,
  warningDays: number,
): CertificateStanding {
  if (withdrawn) return 'withdrawn';
  if (validUntil < today) return 'expired';
  if (validFrom > today) return 'not_yet_valid';
  return validUntil <= addDays(today, warningDays) ? 'expiring' : 'valid';
}

/** Whether it is about an item. */
export const covers = (
  { categories, items }: Pick<Certified, 'categories' | 'items'>,
  item: { code: string; category: string },
): boolean =>
  (categories.length === 0 && items.length === 0) || categories.includes(item.category) || items.includes(item.code);

/** What of the schemes asked for a supplier cannot show for an item on a day: never had, or not valid then. */
export function lackingCertificates(
  asked: readonly CertificateScheme[],
  certificates: readonly Certified[],
  item: { code: string; category: string },
  day: CalendarDate,
): { scheme: CertificateScheme; endedOn: CalendarDate | null }[] {
  return asked.flatMap((scheme) => {
    const about = certificates.filter((one) => one.scheme === scheme && covers(one, item));
    if (about.some((one) => !one.withdrawn && one.validFrom <= day && day <= one.validUntil)) return [];
    const ended = about.filter(({ validUntil }) => validUntil < day).map(({ validUntil }) => validUntil);
    return [{ scheme, endedOn: ended.sort().at(-1) ?? null }];
  });
}

/** One paper, whatever it is called: who gave it, for what, under which number. */
export const paperOf = ({ scheme, number, issuer }: Pick<CertificateRecord, 'scheme' | 'number' | 'issuer'>): string =>
  [scheme, number, issuer].map((part) => part.trim().toLowerCase()).join('\n');
