import { Decimal } from 'decimal.js';
import { parseCalendarDate } from './calendar-date.ts';
import { parseGln, parseGtin } from './gs1.ts';
import type { MasterData } from './master-data.ts';
import { locationKinds } from './movements.ts';
import { parsePolicyKey, parsePolicyValue } from './policy-values.ts';
import { allow, type Result, type RuleViolation, refuse } from './result.ts';
import { roles } from './rights.ts';

/** Codes that are there already: new records may name them as well as each other. */
export type KnownCodes = Record<'entity' | 'site' | 'party' | 'item', readonly string[]>;

/** Everything wrong with it, each with its code and a pointer; nothing, if it may be written. */
export function checkMasterData(data: MasterData, known: KnownCodes): readonly RuleViolation[] {
  const names = {
    entity: new Set([...known.entity, ...data.legalEntities.map(({ code }) => code)]),
    site: new Set([...known.site, ...data.sites.map(({ code }) => code)]),
    party: new Set([...known.party, ...data.parties.map(({ code }) => code)]),
    item: new Set([...known.item, ...data.items.map(({ code }) => code)]),
  };
  const findings: Findings = (what, name, pointer) =>
    name === null || names[what].has(name)
      ? allow(undefined)
      : refuse(`${what}.unknown`, `There is no ${what} "${name}"`, pointer);
  return [
    ...data.legalEntities.map(({ gln }, row) => parseGln(gln, `/legalEntities/${row}/gln`)),
    ...data.sites.flatMap((site, row) => checkSite(site, `/sites/${row}`, findings)),
    ...data.locations.flatMap((place, row) => checkLocation(place, `/locations/${row}`, findings)),
    ...data.parties.flatMap((party, row) => checkParty(party, `/parties/${row}`)),
    ...data.items.flatMap((item, row) => checkItem(item, `/items/${row}`, findings)),
    ...data.costs.flatMap((money, row) => checkMoney(money, `/costs/${row}`, findings)),
    ...data.prices.flatMap((money, row) => checkMoney(money, `/prices/${row}`, findings)),
    ...data.policies.map((policy, row) => checkPolicy(policy, `/policies/${row}`)),
    ...data.people.flatMap((person, row) => checkPerson(person, `/people/${row}`, findings)),
  ].flatMap((result) => (result.ok ? [] : [result.violation]));
}

type Findings = (what: keyof KnownCodes, name: string | null, pointer: string) => Result<unknown>;
type Row<List extends keyof MasterData> = MasterData[List][number];

const checkSite = (site: Row<'sites'>, at: string, known: Findings): Result<unknown>[] => [
  parseGln(site.gln, `${at}/gln`),
  site.operator ? parseGln(site.operator.gln, `${at}/operator/gln`) : allow(undefined),
  known('entity', site.operatedByEntity, `${at}/operatedByEntity`),
  ...site.stockOwners.map((owner, index) => known('entity', owner, `${at}/stockOwners/${index}`)),
  expectTo(isTimeZone(site.timeZone), 'be an IANA time zone', site.timeZone, `${at}/timeZone`),
];

const checkLocation = (place: Row<'locations'>, at: string, known: Findings): Result<unknown>[] => [
  known('site', place.site, `${at}/site`),
  expectTo(isOneOf(locationKinds, place.kind), `be one of ${locationKinds.join(', ')}`, place.kind, `${at}/kind`),
  checkRange(place.temperatureMinC, place.temperatureMaxC, at),
];

const checkParty = (party: Row<'parties'>, at: string): Result<unknown>[] => [
  ...(['gln', 'plantGln', 'shipToGln'] as const).map((part) =>
    party[part] === null ? allow(undefined) : parseGln(party[part], `${at}/${part}`),
  ),
  party.riskScore === null || isBetween(party.riskScore, 0, 100)
    ? allow(undefined)
    : refuse('risk.out-of-range', `A risk score lies between 0 and 100: "${party.riskScore}"`, `${at}/riskScore`),
];

const checkItem = (item: Row<'items'>, at: string, known: Findings): Result<unknown>[] => [
  parseGtin(item.gtin, `${at}/gtin`),
  known('party', item.soldOnlyTo, `${at}/soldOnlyTo`),
  checkRange(item.storageMinC, item.storageMaxC, at),
  expectTo(isBetween(item.netWeightKg, 0, 1e6), 'be a weight in kilograms', item.netWeightKg, `${at}/netWeightKg`),
  expectTo(item.shelfLifeDays > 0, 'be days', String(item.shelfLifeDays), `${at}/shelfLifeDays`),
  ...item.units.flatMap(({ gtin, numerator, denominator }, index) => [
    gtin === null ? allow(undefined) : parseGtin(gtin, `${at}/units/${index}/gtin`),
    expectTo(isFactor(numerator), 'be a whole number above zero', numerator, `${at}/units/${index}/numerator`),
    expectTo(isFactor(denominator), 'be a whole number above zero', denominator, `${at}/units/${index}/denominator`),
  ]),
];

const checkMoney = (money: Row<'costs'>, at: string, known: Findings): Result<unknown>[] => [
  known('entity', money.entity, `${at}/entity`),
  known('item', money.item, `${at}/item`),
  parseCalendarDate(money.effectiveFrom, `${at}/effectiveFrom`),
  expectTo(isBetween(money.amount, 0, 1e11), 'be an amount', money.amount, `${at}/amount`),
];

const checkPolicy = (policy: Row<'policies'>, at: string): Result<unknown> => {
  const key = parsePolicyKey(policy.key, `${at}/key`);
  return key.ok ? parsePolicyValue(key.value, policy.value, `${at}/value`) : key;
};

const checkPerson = (person: Row<'people'>, at: string, known: Findings): Result<unknown>[] => [
  isOneOf(roles, person.role)
    ? allow(undefined)
    : refuse('role.unknown', `There is no role "${person.role}"`, `${at}/role`),
  ...(person.sites ?? []).map((site, index) => known('site', site, `${at}/sites/${index}`)),
];

const expectTo = (fits: boolean, expectation: string, text: string, pointer: string): Result<unknown> =>
  fits ? allow(undefined) : refuse('request.malformed', `This has to ${expectation}: "${text}"`, pointer);

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word);

const isFactor = (text: string): boolean => /^[1-9][0-9]{0,19}$/.test(text);

const isNumber = (text: string): boolean => /^-?[0-9]{1,14}(\.[0-9]{1,8})?$/.test(text);

const isBetween = (text: string, least: number, most: number): boolean =>
  isNumber(text) && new Decimal(text).greaterThanOrEqualTo(least) && new Decimal(text).lessThanOrEqualTo(most);

function checkRange(min: string | null, max: string | null, at: string): Result<unknown> {
  for (const degrees of [min, max]) {
    if (degrees !== null && !isBetween(degrees, -273, 1000)) {
      return refuse('temperature.malformed', `This is no temperature in degrees Celsius: "${degrees}"`, at);
    }
  }
  return min !== null && max !== null && new Decimal(min).greaterThan(max)
    ? refuse('temperature.malformed', `The lowest temperature ${min} °C is above the highest, ${max} °C`, at)
    : allow(undefined);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
