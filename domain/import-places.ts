import type { ImportColumn } from './import-columns.ts';

const column = (
  name: string,
  type: ImportColumn['type'],
  takes: string,
  example: string,
  { needed = true, field = name }: { needed?: boolean; field?: string } = {},
): ImportColumn => ({ name, field, type, needed, takes, example });

const address = [
  column('street', 'text', 'text', '14 Quay Street', { field: 'address/street' }),
  column('city', 'text', 'text', 'Newark', { field: 'address/city' }),
  column('region', 'text', 'text', 'NJ', { needed: false, field: 'address/region' }),
  column('postalCode', 'text', 'text', '07102', { field: 'address/postalCode' }),
  column('country', 'text', 'two letters (ISO 3166-1)', 'US', { field: 'address/country' }),
  column('phone', 'text', 'a telephone number', '+1-973-555-0140'),
];

export const entityColumns: readonly ImportColumn[] = [
  column('code', 'text', 'the code of the entity', 'NEW'),
  column('name', 'text', 'text', 'New Foods, Inc.'),
  column('gln', 'text', 'a GLN of 13 digits', '9521001001014'),
  column('currency', 'text', 'a currency (ISO 4217)', 'USD'),
  column('groupName', 'text', 'text', 'Meridian Foods Group'),
  column('groupCurrency', 'text', 'a currency (ISO 4217)', 'USD'),
  ...address,
];

/** Of sites that an entity runs; one run by a third party is proposed by hand. */
export const siteColumns: readonly ImportColumn[] = [
  column('code', 'text', 'the code of the site', 'NEW'),
  column('name', 'text', 'text', 'New warehouse'),
  column('gln', 'text', 'a GLN of 13 digits', '9521001001014'),
  column('operatedBy', 'text', 'the code of the entity that runs it', 'MFF', { needed: false }),
  ...address,
  column('timeZone', 'text', 'an IANA time zone', 'America/New_York'),
  column('stockOwners', 'words', 'codes of entities, separated by |', 'MFF', { needed: false }),
];
