import { z } from 'zod';
import { certificateSchemes } from '#domain/certificates.ts';
import { overridableFields } from '#domain/local-overrides.ts';
import { allergens } from '#domain/master-records.ts';
import { locationKinds } from '#domain/movements.ts';
import { samplingSchemes } from '#domain/specifications.ts';
import { traceabilityFoods } from '#domain/traceability-foods.ts';
import { calendarDate, instant } from './shared.ts';
import { characteristic, sampleNumbers } from './specifications.ts';

const text = z.string().trim().max(200);
const words = z.string().trim().min(1).max(200);
const code = z.string().trim().min(1).max(81);
const decimal = z.string().trim().min(1).max(30);
const celsius = decimal.nullable().describe('Degrees Celsius.');
const gln = z.string().trim().min(1).max(20).describe('GS1 Global Location Number.');
const gtin = z.string().trim().min(1).max(20);

const address = z.strictObject({
  street: text,
  city: text,
  region: text,
  postalCode: text,
  country: z.string().trim().max(3),
});

/** An item as it is proposed and shown. The rules of its category are in docs/master-data.md. */
export const itemRecord = z.strictObject({
  code,
  name: words,
  gtin,
  category: words,
  baseUnit: words,
  netWeightKg: decimal.describe('Kilograms of product in one base unit.'),
  storageMinC: celsius,
  storageMaxC: celsius,
  traceabilityList: z.boolean().describe('On the Food Traceability List (21 CFR 1 subpart S).'),
  traceabilityFood: z.enum(traceabilityFoods).nullable(),
  traceabilityExemption: z
    .string()
    .trim()
    .max(500)
    .nullable()
    .describe('Why it is not on the list, if its category is.'),
  allergens: z.array(z.enum(allergens)).max(20).nullable().describe('Null: nobody has said. Empty: none.'),
  shelfLifeDays: z.int(),
  inspectionRequired: z.boolean(),
  lotControlled: z.boolean(),
  soldOnlyTo: code.nullable(),
  units: z
    .array(z.strictObject({ unit: words, numerator: decimal, denominator: decimal, gtin: gtin.nullable() }))
    .max(50)
    .describe('One unit is numerator ÷ denominator base units.'),
  overridable: z
    .array(z.enum(overridableFields.item))
    .max(10)
    .describe('Fields that a site or an entity may override.'),
  blocked: z.boolean(),
});

const contact = z.strictObject({ name: words, role: text, phone: text, email: text, forRecalls: z.boolean() });
/** A certificate of a supplier as it is proposed and shown. */
export const certificateRecord = z.strictObject({
  code,
  party: code.describe('The supplier.'),
  scheme: z.enum(certificateSchemes),
  standard: words.nullable().describe('What it was judged by.'),
  number: words,
  issuer: words,
  categories: z
    .array(words)
    .max(50)
    .describe('What it is about; nothing here and in items: all that the supplier delivers.'),
  items: z.array(code).max(200),
  plants: z.array(gln).max(50).describe('Plants that it names; none: all.'),
  validFrom: calendarDate,
  validUntil: calendarDate,
  documentId: z.uuid().nullable(),
  withdrawn: z.boolean().describe('Its issuer took it back.'),
});

/** A supplier or customer as it is proposed and shown. */
export const partyRecord = z.strictObject({
  code,
  name: words,
  isSupplier: z.boolean(),
  isCustomer: z.boolean(),
  gln,
  plantGln: gln.nullable(),
  shipToGln: gln.nullable(),
  duns: z.string().trim().min(1).max(12).nullable(),
  address,
  servesVulnerablePeople: z.boolean(),
  otherRequirements: z.array(z.string().trim().min(1).max(500)).max(50),
  riskScore: z.string().trim().min(1).max(10).nullable().describe('0 to 100, of suppliers.'),
  contacts: z.array(contact).max(50),
  shelfLives: z.array(z.strictObject({ category: words, minimumRemainingDays: z.int().min(1).max(3_650) })).max(50),
  overridable: z.array(z.enum(overridableFields.party)).max(10),
  blocked: z.boolean(),
});

/** A location as it is proposed and shown; its code is its site's and its own. */
export const locationRecord = z.strictObject({
  code: code.describe('Such as EWR/A-01.'),
  kind: z.enum(locationKinds),
  name: words,
  temperatureMinC: celsius,
  temperatureMaxC: celsius,
});

/** A legal entity as it is proposed and shown. */
export const entityRecord = z.strictObject({
  code,
  name: words,
  gln,
  currency: z.string().trim().min(1).max(3).describe('ISO 4217.'),
  groupName: words,
  groupCurrency: z.string().trim().min(1).max(3).describe('ISO 4217.'),
  address: address.describe('Its country is its jurisdiction.'),
  phone: words,
});

/** A site as it is proposed and shown. */
export const siteRecord = z.strictObject({
  code,
  name: words,
  gln,
  operatedBy: code.nullable().describe('The entity that runs it; null where a third party does.'),
  operator: z.strictObject({ name: words, gln, phone: words }).nullable(),
  address: address.describe('Its country is the jurisdiction of what is there.'),
  phone: words,
  timeZone: words.describe('IANA.'),
  stockOwners: z.array(code).max(100).describe('Entities whose stock it may hold.'),
});

/** What is said of an item's specification: all of it, or other values for parts of the latest version. */
export const specificationFields = z.strictObject({
  effectiveFrom: instant.nullable().describe('Never in the past. Null: from the approval on.'),
  characteristics: z
    .array(
      z.strictObject({
        ...characteristic.shape,
        name: words,
        method: words,
        unit: text.nullable().describe('Of its limits. Degrees Celsius are celsius.'),
        lower: decimal.nullable().describe('Inclusive'),
        upper: decimal.nullable().describe('Inclusive'),
        allowed: z.array(words).min(1).max(50).nullable().describe('In place of limits.'),
      }),
    )
    .max(200)
    .optional(),
  sampling: z
    .strictObject({
      scheme: z.enum(samplingSchemes),
      bands: z
        .array(
          z.strictObject({
            ...sampleNumbers.shape,
            upTo: decimal.nullable().describe('In base units; null in the last band.'),
          }),
        )
        .max(50),
    })
    .optional(),
});

export const overrideValue = z.union([
  z.string().trim().min(1).max(200),
  z.boolean(),
  z.int(),
  z.strictObject({ min: decimal, max: decimal }),
]);
