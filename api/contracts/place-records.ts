import { z } from 'zod';
import type { Contract } from './contract.ts';
import { entityRecord, siteRecord } from './master-records.ts';
import { code } from './shared.ts';

const read = { tag: 'Care of master data', method: 'get', right: 'master-data.read', status: 200 } as const;
const kept = { id: z.uuid(), version: z.int().describe('What a change is proposed on.') };

export const readSiteRecordContract = {
  ...read,
  operationId: 'readSiteRecord',
  summary: 'Read a site as it is proposed',
  path: '/sites/:site/record',
  params: z.object({ site: code }),
  response: z.object({ ...kept, record: siteRecord }),
  etag: true,
  refusals: ['site.unknown'],
  example: { params: { site: 'EWR' } },
} as const satisfies Contract;

export const readEntityRecordContract = {
  ...read,
  operationId: 'readEntityRecord',
  summary: 'Read a legal entity as it is proposed',
  path: '/entities/:entity/record',
  params: z.object({ entity: code }),
  response: z.object({ ...kept, record: entityRecord }),
  etag: true,
  refusals: ['entity.unknown'],
  example: { params: { entity: 'MFF' } },
} as const satisfies Contract;
