import { parseGln } from './gs1.ts';
import type { PostalAddress } from './master-data.ts';
import type { MasterDataRuleCode } from './master-data-codes.ts';
import type { RuleViolation } from './result.ts';
import { isTimeZone } from './zoned-time.ts';

/** A legal entity as it is proposed and shown. */
export type EntityRecord = {
  code: string;
  name: string;
  gln: string;
  currency: string;
  groupName: string;
  groupCurrency: string;
  address: PostalAddress;
  phone: string;
};

/** A site as it is proposed and shown: run by one of the entities, or by a third party that is named. */
export type SiteRecord = {
  code: string;
  name: string;
  gln: string;
  operatedBy: string | null;
  operator: { name: string; gln: string; phone: string } | null;
  address: PostalAddress;
  phone: string;
  /** By which its days begin and its calendar is read. */
  timeZone: string;
  /** Entities whose stock it may hold. */
  stockOwners: readonly string[];
};

type Read<Kept> = { record: Kept; problems: RuleViolation[] };

export function readEntity(entity: EntityRecord, at: string): Read<EntityRecord> {
  const problems = placeProblems(entity, at);
  for (const field of ['currency', 'groupCurrency'] as const)
    if (!currencies.has(entity[field]))
      problems.push(wrong('entity.currency-unknown', `"${entity[field]}" is no currency (ISO 4217)`, `${at}/${field}`));
  if (entity.groupName.trim() === '')
    problems.push(wrong('record.name-missing', 'Its group has no name', `${at}/groupName`));
  return { record: entity, problems };
}

export function readSite(site: SiteRecord, at: string): Read<SiteRecord> {
  const problems = placeProblems(site, at);
  const { operatedBy, operator, timeZone } = site;
  if ((operatedBy === null) === (operator === null))
    problems.push(
      wrong('site.operator-missing', 'Either an entity runs it, or a third party that is named', `${at}/operatedBy`),
    );
  if (operator !== null) problems.push(...glnProblems(operator.gln, `${at}/operator/gln`));
  if (!isTimeZone(timeZone))
    problems.push(wrong('site.time-zone-unknown', `"${timeZone}" is no time zone (IANA)`, `${at}/timeZone`));
  return { record: { ...site, stockOwners: [...new Set(site.stockOwners)].sort() }, problems };
}

function placeProblems({ code, name, gln, address, phone }: EntityRecord | SiteRecord, at: string): RuleViolation[] {
  const problems = glnProblems(gln, `${at}/gln`);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u.test(code))
    problems.push(
      wrong('record.code-malformed', `A code has up to 40 letters, digits, points, dashes: "${code}"`, `${at}/code`),
    );
  if (name.trim() === '') problems.push(wrong('record.name-missing', 'It has no name', `${at}/name`));
  // A jurisdiction is the country of the address: policies and floors of law go by it.
  if (!/^[A-Z]{2}$/.test(address.country))
    problems.push(
      wrong(
        'party.country-malformed',
        `"${address.country}" is no country code of two letters (ISO 3166-1)`,
        `${at}/address/country`,
      ),
    );
  if ([address.street, address.city, address.postalCode].some((part) => part.trim() === ''))
    problems.push(wrong('party.address-incomplete', 'Its address has no street, city or postal code', `${at}/address`));
  if (!/[0-9]{5,}/.test(phone.replaceAll(/[^0-9]/g, '')))
    problems.push(wrong('place.phone-missing', `"${phone}" is no telephone number`, `${at}/phone`));
  return problems;
}

function glnProblems(gln: string, pointer: string): RuleViolation[] {
  const parsed = parseGln(gln, pointer);
  return parsed.ok ? [] : [parsed.violation];
}

const wrong = (code: MasterDataRuleCode, message: string, pointer: string): RuleViolation => ({
  code,
  message,
  pointer,
});

const currencies = new Set(Intl.supportedValuesOf('currency'));
