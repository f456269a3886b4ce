import { Decimal } from 'decimal.js';
import { type CategoryRule, categoryRules } from './category-rules.ts';
import type { ItemRecord } from './master-records.ts';
import type { RecordRule } from './record-rules.ts';

const ruleOf = ({ category }: ItemRecord): CategoryRule | undefined => categoryRules[category];
const always = () => true;

/** What items have to say of themselves, in general and by their category. */
export const itemRules: readonly RecordRule<ItemRecord>[] = [
  {
    code: 'item.category-without-rules',
    field: 'category',
    weight: 5,
    must: false,
    applies: always,
    holds: (item) => ruleOf(item) !== undefined,
    says: ({ category }) => `No rules are known for the category "${category}": general ones alone hold`,
  },
  {
    code: 'item.storage-range-missing',
    field: 'storageMinC',
    weight: 20,
    must: true,
    applies: (item) => ruleOf(item)?.storage != null,
    holds: ({ storageMinC, storageMaxC }) => storageMinC !== null && storageMaxC !== null,
    says: ({ category }) => `Items of the category "${category}" say between which temperatures they are kept`,
  },
  {
    code: 'item.storage-range-outside-category',
    field: 'storageMaxC',
    weight: 10,
    must: true,
    applies: (item) => ruleOf(item)?.storage != null && item.storageMinC !== null && item.storageMaxC !== null,
    holds: (item) => {
      const widest = ruleOf(item)?.storage;
      return (
        !widest ||
        (new Decimal(item.storageMinC ?? 0).greaterThanOrEqualTo(widest.least) &&
          new Decimal(item.storageMaxC ?? 0).lessThanOrEqualTo(widest.most))
      );
    },
    says: (item) => {
      const widest = ruleOf(item)?.storage;
      return `Items of the category "${item.category}" are kept between ${widest?.least} and ${widest?.most} °C`;
    },
  },
  {
    code: 'item.shelf-life-too-long',
    field: 'shelfLifeDays',
    weight: 5,
    must: true,
    applies: (item) => ruleOf(item) !== undefined,
    holds: (item) => item.shelfLifeDays <= (ruleOf(item)?.longestShelfLifeDays ?? 0),
    says: (item) =>
      `Items of the category "${item.category}" keep for ${ruleOf(item)?.longestShelfLifeDays} days at most, not ${item.shelfLifeDays}`,
  },
  {
    code: 'item.allergens-missing',
    field: 'allergens',
    weight: 20,
    must: true,
    applies: always,
    holds: ({ allergens }) => allergens !== null,
    says: () => 'Say which allergens it contains; an empty list says that it contains none',
  },
  {
    code: 'item.allergen-of-category-missing',
    field: 'allergens',
    weight: 10,
    must: true,
    applies: (item) => item.allergens !== null && (ruleOf(item)?.allergens.length ?? 0) > 0,
    holds: (item) => ruleOf(item)?.allergens.some((one) => item.allergens?.includes(one)) ?? true,
    says: (item) =>
      `Items of the category "${item.category}" contain ${ruleOf(item)?.allergens.join(' or ')}: the list does not name it`,
  },
  {
    code: 'item.traceability-food-missing',
    field: 'traceabilityFood',
    weight: 15,
    must: true,
    applies: ({ traceabilityList }) => traceabilityList,
    holds: ({ traceabilityFood }) => traceabilityFood !== null,
    says: () => 'It is on the Food Traceability List: say which food of the list it is (21 CFR 1.1305)',
  },
  {
    code: 'item.traceability-exemption-missing',
    field: 'traceabilityExemption',
    weight: 15,
    must: true,
    applies: (item) => !item.traceabilityList && (ruleOf(item)?.traceabilityFoods.length ?? 0) > 0,
    holds: ({ traceabilityExemption }) => (traceabilityExemption ?? '').trim() !== '',
    says: ({ category }) =>
      `Foods of the category "${category}" are on the Food Traceability List: say why this one is not`,
  },
  {
    code: 'item.packaging-unit-missing',
    field: 'units',
    weight: 5,
    must: false,
    applies: always,
    holds: ({ units }) => units.length > 0,
    says: ({ baseUnit }) => `It is known in ${baseUnit} alone, and not in the packages it comes in`,
  },
  {
    code: 'item.unit-gtin-missing',
    field: 'units',
    weight: 5,
    must: false,
    applies: ({ units }) => units.length > 0,
    holds: ({ units }) => units.some(({ gtin }) => gtin !== null),
    says: () => 'None of its packages has a GTIN to scan',
  },
];
