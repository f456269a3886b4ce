import { Decimal } from 'decimal.js';
import { parseCalendarDate } from './calendar-date.ts';
import { certificateSchemes } from './certificates.ts';
import { parseGln, parseGtin } from './gs1.ts';
import { overridableFields } from './local-overrides.ts';
import type { MasterDataRuleCode } from './master-data-codes.ts';
import { type AnyRecord, allergens, type ItemRecord, type LocationRecord, type PartyRecord } from './master-records.ts';
import { locationKinds } from './movements.ts';
import { type EntityRecord, readEntity, readSite, type SiteRecord } from './place-records.ts';
import type { ImportedKind, SharedKind } from './record-kinds.ts';
import type { Result, RuleViolation } from './result.ts';
import { parseRiskScore } from './risk-score.ts';
import { readSpecification, type SpecificationRecord } from './specification-values.ts';
import type { CertificateRecord } from './supplier-certificates.ts';

/** A record with its values in their one form, and everything that is wrong with them whatever the rules ask for. */
export type ReadRecord<Kept> = { record: Kept; problems: readonly RuleViolation[] };

/** Reads the values of a proposed record of any kind that goes by a code. */
export function readValues(kind: ImportedKind, record: AnyRecord, pointer: string): ReadRecord<AnyRecord> {
  const findings = new Findings(pointer);
  // The kind tells which record it is; a contract or a table made it so.
  if (kind === 'item') return { record: readItem(record as ItemRecord, findings), problems: findings.found };
  if (kind === 'party') return { record: readParty(record as PartyRecord, findings), problems: findings.found };
  if (kind === 'specification') return readSpecification(record as SpecificationRecord, pointer);
  if (kind === 'site') return readSite(record as SiteRecord, pointer);
  if (kind === 'entity') return readEntity(record as EntityRecord, pointer);
  if (kind === 'certificate')
    return { record: readCertificate(record as CertificateRecord, findings), problems: findings.found };
  return { record: readLocation(record as LocationRecord, findings), problems: findings.found };
}

class Findings {
  readonly found: RuleViolation[] = [];
  readonly #at: string;
  constructor(at: string) {
    this.#at = at;
  }
  add(code: RuleViolation['code'], message: string, field: string): void {
    this.found.push({ code, message, pointer: `${this.#at}/${field}` });
  }
  expect(fits: boolean, code: MasterDataRuleCode, message: string, field: string): void {
    if (!fits) this.add(code, message, field);
  }
  /** The parsed value; the text as it was where it could not be parsed. */
  take(text: string | null, parse: (text: string, pointer: string) => Result<string>, field: string): string | null {
    if (text === null) return null;
    const parsed = parse(text, `${this.#at}/${field}`);
    if (parsed.ok) return parsed.value;
    this.found.push(parsed.violation);
    return text;
  }
}

function readItem(item: ItemRecord, findings: Findings): ItemRecord {
  naming(item, findings);
  checkRange(item.storageMinC, item.storageMaxC, 'storageMinC', findings);
  const weight = isNumber(item.netWeightKg) && new Decimal(item.netWeightKg).greaterThan(0);
  findings.expect(weight, 'item.weight-malformed', `"${item.netWeightKg}" is no weight in kilograms`, 'netWeightKg');
  findings.expect(
    Number.isInteger(item.shelfLifeDays) && item.shelfLifeDays > 0 && item.shelfLifeDays <= 36_500,
    'item.shelf-life-malformed',
    `A shelf life is a number of days, not ${item.shelfLifeDays}`,
    'shelfLifeDays',
  );
  for (const one of item.allergens ?? []) {
    const known = allergens.some((word) => word === one);
    findings.expect(known, 'item.allergen-unknown', `"${one}" is none of ${allergens.join(', ')}`, 'allergens');
  }
  overridable('item', item.overridable, findings);
  const units = item.units.map((unit, index) => {
    const factor = [unit.numerator, unit.denominator].every((part) => /^[1-9][0-9]{0,19}$/.test(part));
    const message = `One ${unit.unit} is ${unit.numerator} ÷ ${unit.denominator} ${item.baseUnit}: both have to be whole numbers above zero`;
    findings.expect(factor, 'item.unit-not-convertible', message, `units/${index}`);
    return { ...unit, gtin: findings.take(unit.gtin, parseGtin, `units/${index}/gtin`) };
  });
  for (const [index, { unit }] of units.entries()) {
    const repeated = unit === item.baseUnit || units.findIndex((other) => other.unit === unit) < index;
    findings.expect(!repeated, 'item.unit-repeated', `"${unit}" is there twice, or is the base unit`, `units/${index}`);
  }
  return {
    ...item,
    gtin: findings.take(item.gtin, parseGtin, 'gtin') ?? item.gtin,
    netWeightKg: weight ? plain(item.netWeightKg) : item.netWeightKg,
    storageMinC: item.storageMinC === null ? null : plain(item.storageMinC),
    storageMaxC: item.storageMaxC === null ? null : plain(item.storageMaxC),
    allergens: item.allergens && [...new Set(item.allergens)].sort(),
    overridable: [...new Set(item.overridable)].sort(),
    units: units.sort(byName(({ unit }) => unit)),
  };
}

function readParty(party: PartyRecord, findings: Findings): PartyRecord {
  naming(party, findings);
  const { country } = party.address;
  const message = `"${country}" is no country code of two letters (ISO 3166-1)`;
  findings.expect(/^[A-Z]{2}$/.test(country), 'party.country-malformed', message, 'address/country');
  const duns = party.duns?.replaceAll('-', '') ?? null;
  const nine = duns === null || /^[0-9]{9}$/.test(duns);
  findings.expect(nine, 'party.duns-malformed', `A D-U-N-S number has nine digits: "${party.duns}"`, 'duns');
  for (const [index, { email }] of party.contacts.entries()) {
    const sound = email === '' || /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(email);
    findings.expect(sound, 'party.email-malformed', `"${email}" is no e-mail address`, `contacts/${index}/email`);
  }
  overridable('party', party.overridable, findings);
  return {
    ...party,
    duns,
    gln: findings.take(party.gln, parseGln, 'gln') ?? party.gln,
    plantGln: findings.take(party.plantGln, parseGln, 'plantGln'),
    shipToGln: findings.take(party.shipToGln, parseGln, 'shipToGln'),
    riskScore: findings.take(party.riskScore, parseRiskScore, 'riskScore'),
    overridable: [...new Set(party.overridable)].sort(),
    contacts: [...party.contacts].sort(byName(({ name, email }) => `${name} ${email}`)),
    shelfLives: [...party.shelfLives].sort(byName(({ category }) => category)),
  };
}

function readLocation(place: LocationRecord, findings: Findings): LocationRecord {
  const { code, kind, name, temperatureMinC, temperatureMaxC } = place;
  const says = `The code of a location is its site's and its own, such as EWR/A-01: "${code}"`;
  findings.expect(/^[^/\s]{1,40}\/[^/\s]{1,40}$/.test(code), 'record.code-malformed', says, 'code');
  findings.expect(name.trim() !== '', 'record.name-missing', 'It has no name', 'name');
  const known = locationKinds.some((word) => word === kind);
  findings.expect(known, 'location.kind-unknown', `"${kind}" is none of ${locationKinds.join(', ')}`, 'kind');
  checkRange(temperatureMinC, temperatureMaxC, 'temperatureMinC', findings);
  return {
    ...place,
    temperatureMinC: temperatureMinC === null ? null : plain(temperatureMinC),
    temperatureMaxC: temperatureMaxC === null ? null : plain(temperatureMaxC),
  };
}

function readCertificate(certificate: CertificateRecord, findings: Findings): CertificateRecord {
  const { code, scheme, number, issuer, validFrom, validUntil } = certificate;
  naming({ code, name: number }, findings);
  const known = certificateSchemes.some((word) => word === scheme);
  findings.expect(
    known,
    'certificate.scheme-unknown',
    `"${scheme}" is none of ${certificateSchemes.join(', ')}`,
    'scheme',
  );
  findings.expect(issuer.trim() !== '', 'record.name-missing', 'It has no issuer', 'issuer');
  findings.take(validFrom, parseCalendarDate, 'validFrom');
  findings.take(validUntil, parseCalendarDate, 'validUntil');
  const order = `Certificate ${number} ends on ${validUntil}, before it begins on ${validFrom}`;
  findings.expect(validFrom <= validUntil, 'party.certificate-dates', order, 'validUntil');
  return {
    ...certificate,
    number: number.trim(),
    issuer: issuer.trim(),
    categories: [...new Set(certificate.categories)].sort(),
    items: [...new Set(certificate.items)].sort(),
    plants: certificate.plants.map((gln, index) => findings.take(gln, parseGln, `plants/${index}`) ?? gln).sort(),
  };
}

function naming({ code, name }: { code: string; name: string }, findings: Findings): void {
  const says = `A code has up to 40 letters, digits, points, dashes and underscores: "${code}"`;
  findings.expect(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u.test(code), 'record.code-malformed', says, 'code');
  findings.expect(name.trim() !== '' && name.length <= 200, 'record.name-missing', 'It has no name', 'name');
}

function overridable(kind: SharedKind, fields: readonly string[], findings: Findings): void {
  for (const field of fields) {
    const known = overridableFields[kind].some((one) => one === field);
    const says = `"${field}" is none of what may be overridden: ${overridableFields[kind].join(', ')}`;
    findings.expect(known, 'override.field-unknown', says, 'overridable');
  }
}

/** Both or neither, each a temperature, and the lower one below. */
function checkRange(min: string | null, max: string | null, field: string, findings: Findings): void {
  if (min === null && max === null) return;
  const sound = [min, max].every((text) => text !== null && isNumber(text) && new Decimal(text).abs().lessThan(1_000));
  const places = [min, max].every((text) => sound && new Decimal(text ?? 0).decimalPlaces() <= 2);
  if (!sound || !places)
    findings.add('temperature.malformed', `Two temperatures are needed: "${min}" to "${max}"`, field);
  else if (new Decimal(min ?? 0).greaterThan(max ?? 0))
    findings.add('temperature.malformed', `The lowest temperature ${min} °C is above the highest, ${max} °C`, field);
}

const isNumber = (text: string): boolean => /^-?[0-9]{1,10}(\.[0-9]{1,8})?$/.test(text);

/** The same number without needless zeros; text that is none stays, and is told of. */
const plain = (text: string): string => (isNumber(text) ? new Decimal(text).toFixed() : text);

const byName =
  <Row>(nameOf: (row: Row) => string) =>
  (one: Row, other: Row): number =>
    nameOf(one) < nameOf(other) ? -1 : 1;
