import { describe, expect, test } from 'vitest';
import { categoryRules } from '#domain/category-rules.ts';
import {
  type AnyRecord,
  allergens,
  changedFields,
  type ItemRecord,
  type LocationRecord,
  type PartyRecord,
} from '#domain/master-records.ts';
import type { ScoredKind } from '#domain/record-kinds.ts';
import { completenessOf, gapsOf, newlyBroken, noFacts } from '#domain/record-rules.ts';
import { readValues } from '#domain/record-values.ts';

const cheese: ItemRecord = {
  ...{ code: 'GC', name: 'Goat cheese', gtin: '09521101001013', category: 'cheese', baseUnit: 'kg', netWeightKg: '1' },
  ...{
    storageMinC: '0',
    storageMaxC: '4',
    traceabilityList: true,
    traceabilityFood: 'cheese_fresh_soft',
    traceabilityExemption: null,
  },
  ...{ allergens: ['milk'], shelfLifeDays: 70, inspectionRequired: true, lotControlled: true, soldOnlyTo: null },
  units: [{ unit: 'tub', numerator: '5', denominator: '2', gtin: '19521101001010' }],
  ...{ overridable: [], blocked: false },
};
const dairy: PartyRecord = {
  ...{
    code: 'TGD',
    name: 'Dairy',
    isSupplier: true,
    isCustomer: false,
    gln: '9521101000016',
    plantGln: '9521101000023',
  },
  ...{ shipToGln: null, duns: '123456789', servesVulnerablePeople: false, otherRequirements: [], riskScore: '38' },
  address: { street: '9 Shearling Lane', city: 'Petaluma', region: 'CA', postalCode: '94952', country: 'US' },
  contacts: [{ name: 'Nora', role: 'quality', phone: '+1', email: 'q@tgd.example', forRecalls: true }],
  ...{ shelfLives: [], overridable: [], blocked: false },
};
const cooler: LocationRecord = {
  ...{ code: 'EWR/C-01', kind: 'cooler', name: 'Cooler 1', temperatureMinC: '0', temperatureMaxC: '4' },
};
const unreachable = { name: 'Otis', role: 'sales', phone: '+1', email: 'o@tgd', forRecalls: false };
const broken = (change: Partial<ItemRecord>, before: ItemRecord | null = cheese) =>
  newlyBroken('item', before, { ...cheese, ...change }, '').map(({ code }) => code);

describe('the rules of an item', () => {
  test('hold for one that has everything, and it is complete', () => {
    expect(completenessOf('item', cheese)).toEqual({ score: 100, missing: [] });
    expect(broken({}, null)).toEqual([]);
  });

  test.each<[Partial<ItemRecord>, string]>([
    [{ storageMinC: null, storageMaxC: null }, 'item.storage-range-missing'],
    [{ storageMaxC: '12' }, 'item.storage-range-outside-category'],
    [{ shelfLifeDays: 400 }, 'item.shelf-life-too-long'],
    [{ allergens: null }, 'item.allergens-missing'],
    [{ allergens: ['eggs'] }, 'item.allergen-of-category-missing'],
    [{ traceabilityFood: null }, 'item.traceability-food-missing'],
    [{ traceabilityList: false, traceabilityFood: null }, 'item.traceability-exemption-missing'],
  ])('refuse %j with %s, of a new one and of one that held them', (change, code) => {
    expect(broken(change)).toEqual([code]);
    expect(broken(change, null)).toEqual([code]);
    expect(completenessOf('item', { ...cheese, ...change }).score).toBeLessThan(100);
  });

  test('leave a gap that was there, and refuse one that a new category opens', () => {
    const gap = { ...cheese, allergens: null };
    expect(newlyBroken('item', gap, { ...gap, shelfLifeDays: 60 }, '')).toEqual([]);
    const dry = {
      ...cheese,
      category: 'dry',
      storageMinC: null,
      storageMaxC: null,
      traceabilityList: false,
      traceabilityFood: null,
    };
    expect(newlyBroken('item', null, dry, '')).toEqual([]);
    expect(newlyBroken('item', dry, { ...dry, category: 'cheese' }, '').map(({ code }) => code)).toEqual([
      'item.storage-range-missing',
      'item.traceability-exemption-missing',
    ]);
  });

  test('say of packages and unknown categories what is missing, and let them pass', () => {
    expect(broken({ units: [] })).toEqual([]);
    expect(gapsOf('item', { ...cheese, units: [], category: 'sweets' }).map(({ code }) => code)).toEqual([
      'item.category-without-rules',
      'item.packaging-unit-missing',
    ]);
  });

  test('name only allergens that there are', () => {
    for (const { allergens: named } of Object.values(categoryRules))
      for (const one of named) expect(allergens).toContain(one);
  });
});

test('a party without anybody to call in a recall is refused, and one without an audit is incomplete', () => {
  expect(completenessOf('party', dairy).score).toBe(100);
  const codes = (change: Partial<PartyRecord>) =>
    newlyBroken('party', dairy, { ...dairy, ...change }, '').map(({ code }) => code);
  expect(codes({ contacts: [] })).toEqual(['party.recall-contact-missing']);
  expect(codes({ contacts: dairy.contacts.map((one) => ({ ...one, phone: '' })) })).toEqual([
    'party.contact-unreachable',
  ]);
  expect(codes({ isSupplier: false })).toEqual(['party.role-missing']);
  expect(codes({ riskScore: null })).toEqual([]);
  expect(completenessOf('party', dairy, { ...noFacts, audited: false })).toEqual({
    score: 90,
    missing: ['party.audit-missing'],
  });
});

test('values are brought into one form, and what is malformed is told with its place', () => {
  const read = (change: Partial<ItemRecord>) => readValues('item', { ...cheese, ...change }, '/record');
  expect(read({ netWeightKg: '1.500', storageMaxC: '4.00', gtin: '9521101001013' }).record).toMatchObject({
    ...{ netWeightKg: '1.5', storageMaxC: '4', gtin: '09521101001013' },
  });
  const wrong = (change: Partial<ItemRecord>) => read(change).problems.map(({ code, pointer }) => `${code} ${pointer}`);
  expect(wrong({ units: [{ unit: 'kg', numerator: '0', denominator: '1', gtin: null }] })).toEqual([
    'item.unit-not-convertible /record/units/0',
    'item.unit-repeated /record/units/0',
  ]);
  expect(wrong({ storageMinC: '5', storageMaxC: '4' })).toEqual(['temperature.malformed /record/storageMinC']);
  expect(wrong({ overridable: ['gtin'] })).toEqual(['override.field-unknown /record/overridable']);
});

test.each<[ScoredKind, string, AnyRecord]>([
  ['item', 'record.code-malformed /record/code', { ...cheese, code: 'GC 1' }],
  ['item', 'record.name-missing /record/name', { ...cheese, name: ' ' }],
  ['item', 'item.weight-malformed /record/netWeightKg', { ...cheese, netWeightKg: '0' }],
  ['item', 'item.weight-malformed /record/netWeightKg', { ...cheese, netWeightKg: '1 lb' }],
  ['item', 'item.allergen-unknown /record/allergens', { ...cheese, allergens: ['milk', 'lactose'] }],
  ['party', 'party.duns-malformed /record/duns', { ...dairy, duns: '12-345-678' }],
  ['party', 'party.email-malformed /record/contacts/1/email', { ...dairy, contacts: [...dairy.contacts, unreachable] }],
  ['location', 'record.code-malformed /record/code', { ...cooler, code: 'C-01' }],
  ['location', 'record.name-missing /record/name', { ...cooler, name: '' }],
  ['location', 'location.kind-unknown /record/kind', { ...cooler, kind: 'attic' }],
])('of %s: %s, and nothing else', (kind, problem, record) => {
  const { problems } = readValues(kind, record, '/record');
  expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([problem]);
});

test.each<[ScoredKind, string, AnyRecord]>([
  ['item', 'item.unit-gtin-missing', { ...cheese, units: cheese.units.map((unit) => ({ ...unit, gtin: null })) }],
  ['party', 'party.risk-score-missing', { ...dairy, riskScore: null }],
  ['party', 'party.plant-gln-missing', { ...dairy, plantGln: null }],
  ['party', 'party.duns-missing', { ...dairy, duns: null }],
  ['party', 'party.ship-to-gln-missing', { ...dairy, isCustomer: true }],
  ['location', 'location.range-missing', { ...cooler, temperatureMinC: null, temperatureMaxC: null }],
])('of %s: %s lowers the score, and refuses no proposal', (kind, code, record) => {
  const { score, missing } = completenessOf(kind, record);
  expect([missing, score < 100]).toEqual([[code], true]);
  expect(newlyBroken(kind, null, record, '')).toEqual([]);
});

test('what changed is told by field, whatever order its parts are written in', () => {
  expect(changedFields(cheese, { ...cheese, allergens: ['milk'] })).toEqual([]);
  expect(
    changedFields(dairy, {
      ...dairy,
      address: { country: 'US', postalCode: '94952', region: 'CA', city: 'Petaluma', street: '9 Shearling Lane' },
    }),
  ).toEqual([]);
  expect(changedFields(cheese, { ...cheese, name: 'Other', shelfLifeDays: 60 })).toEqual(['name', 'shelfLifeDays']);
});
