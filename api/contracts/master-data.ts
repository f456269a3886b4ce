import { z } from 'zod';
import type { Contract } from './contract.ts';
import { code, flag, page, paging } from './shared.ts';

const list = { tag: 'Master data', method: 'get', right: 'master-data.read', status: 200, refusals: [] } as const;
const named = { id: z.uuid(), code: z.string(), name: z.string() };
const gln = z.string().describe('GS1 Global Location Number.');
const celsius = z.string().nullable().describe('Degrees Celsius.');

export const listEntitiesContract = {
  ...list,
  operationId: 'listEntities',
  summary: 'List the legal entities',
  path: '/entities',
  query: z.object(paging),
  response: page(z.object({ ...named, gln, currency: z.string(), groupName: z.string(), groupCurrency: z.string() })),
} as const satisfies Contract;

export const listSitesContract = {
  ...list,
  operationId: 'listSites',
  summary: 'List the sites',
  path: '/sites',
  query: z.object(paging),
  response: page(
    z.object({
      ...named,
      gln,
      timeZone: z.string(),
      operatedBy: z
        .string()
        .nullable()
        .describe('Code of the legal entity that runs it; null where a third party does.'),
      operator: z.string().nullable().describe('The third party.'),
      stockOwners: z.array(z.string()).describe('Codes of the legal entities whose stock it may hold.'),
    }),
  ),
} as const satisfies Contract;

export const listLocationsContract = {
  ...list,
  operationId: 'listLocations',
  summary: 'List the locations in sites',
  path: '/locations',
  query: z.object({ ...paging, site: code.optional() }),
  response: page(
    z.object({ ...named, site: z.string(), kind: z.string(), temperatureMin: celsius, temperatureMax: celsius }),
  ),
  example: { query: { site: 'EWR' } },
} as const satisfies Contract;

export const listItemsContract = {
  ...list,
  operationId: 'listItems',
  summary: 'List the items with their units',
  path: '/items',
  query: z.object({ ...paging, category: code.optional() }),
  response: page(
    z.object({
      ...named,
      gtin: z.string(),
      category: z.string(),
      baseUnit: z.string(),
      netWeightKg: z.string(),
      storageMin: celsius,
      storageMax: celsius,
      traceabilityList: z.boolean().describe('On the Food Traceability List (21 CFR 1 subpart S).'),
      shelfLifeDays: z.number().int(),
      inspectionRequired: z.boolean(),
      lotControlled: z.boolean(),
      units: z
        .array(
          z.object({ unit: z.string(), numerator: z.string(), denominator: z.string(), gtin: z.string().nullable() }),
        )
        .describe('One unit is numerator ÷ denominator base units.'),
    }),
  ),
} as const satisfies Contract;

const party = {
  ...named,
  isSupplier: z.boolean(),
  isCustomer: z.boolean(),
  gln,
  riskScore: z.string().nullable().describe('0 to 100, of suppliers.'),
  servesVulnerablePeople: z.boolean(),
  mergedInto: z.string().nullable().describe('The party that it is the same as: its code leads there.'),
  version: z.number().int(),
};

export const listPartiesContract = {
  ...list,
  operationId: 'listParties',
  summary: 'List suppliers and customers',
  path: '/parties',
  query: z.object({ ...paging, supplier: flag.optional(), customer: flag.optional() }),
  response: page(z.object(party)),
  example: { query: { supplier: 'true' } },
} as const satisfies Contract;

export const readPartyContract = {
  ...list,
  operationId: 'readParty',
  summary: 'Read a supplier or customer with its contacts',
  path: '/parties/:party',
  params: z.object({ party: code }),
  response: z.object({
    ...party,
    contacts: z.array(
      z.object({
        name: z.string(),
        role: z.string(),
        phone: z.string(),
        email: z.string(),
        forRecalls: z.boolean(),
      }),
    ),
  }),
  refusals: ['party.unknown'],
  etag: true,
  example: { params: { party: 'TGD' } },
} as const satisfies Contract;
