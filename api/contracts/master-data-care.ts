import { z } from 'zod';
import { duplicateSigns } from '#domain/duplicates.ts';
import { overrideOrigins } from '#domain/local-overrides.ts';
import { masterDataRuleCodes } from '#domain/master-data-codes.ts';
import { duplicateStates, scoredKinds, sharedKinds } from '#domain/record-kinds.ts';
import type { Contract } from './contract.ts';
import { itemRecord, partyRecord } from './master-records.ts';
import { givenCodes, reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { code, flag, page, paging } from './shared.ts';

const at = z.iso.datetime();
const tag = 'Care of master data';
const read = { tag, method: 'get', right: 'master-data.read', status: 200 } as const;

const details = <Record extends z.ZodType>(kept: Record) =>
  z.object({
    id: z.uuid(),
    version: z.int(),
    record: kept,
    completeness: z.object({
      score: z.int().describe('0 to 100: how much of what its rules ask for is there.'),
      missing: z.array(z.object({ code: z.string(), says: z.string() })),
    }),
    merged: z
      .object({ into: z.string().nullable(), from: z.array(z.string()) })
      .nullable()
      .describe('Of a party: the record its code leads to, and codes that lead to it.'),
    blocked: z.object({ at, byName: z.string(), reason: z.string() }).nullable(),
    reasonCodes: givenCodes,
    local: z
      .record(z.string(), z.object({ value: z.unknown(), origin: z.enum(overrideOrigins) }))
      .nullable()
      .describe('What holds at the site and for the entity that were asked for, with where it comes from.'),
    overrides: z.array(
      z.object({
        field: z.string(),
        entity: z.string().nullable(),
        site: z.string().nullable(),
        value: z.unknown(),
        since: at,
        proposalId: z.uuid(),
      }),
    ),
  });

const place = { site: code.optional(), entity: code.optional() };

export const readItemRecordContract = {
  ...read,
  operationId: 'readItemRecord',
  summary: 'Read an item with how complete it is, and what holds of it locally',
  path: '/items/:item',
  params: z.object({ item: code }),
  query: z.object(place),
  response: details(itemRecord),
  etag: true,
  refusals: ['item.unknown', 'site.unknown', 'entity.unknown'],
  example: { params: { item: 'GC-LOG' }, query: { site: 'EWR' } },
} as const satisfies Contract;

export const readPartyRecordContract = {
  ...read,
  operationId: 'readPartyRecord',
  summary: 'Read a party as it is proposed, with how complete it is, and what holds of it locally',
  path: '/parties/:party/record',
  params: z.object({ party: code }),
  query: z.object(place),
  response: details(partyRecord),
  etag: true,
  refusals: ['party.unknown', 'site.unknown', 'entity.unknown'],
  example: { params: { party: 'TGD' } },
} as const satisfies Contract;

export const listCompletenessContract = {
  ...read,
  operationId: 'listCompleteness',
  summary: 'List records by how complete they are, the worst first',
  path: '/master-data-completeness',
  query: z.object({
    ...paging,
    kind: z.enum(scoredKinds),
    category: code.optional().describe('Of items.'),
    missing: z.enum(masterDataRuleCodes).optional().describe('Records that miss this.'),
    blocked: flag.optional(),
    search: z.string().trim().min(3).max(100).optional().describe('In code and name, of items and parties.'),
  }),
  response: page(
    z.object({ id: z.uuid(), code: z.string(), name: z.string(), score: z.int(), missing: z.array(z.string()) }),
  ),
  refusals: [],
  example: { query: { kind: 'item' } },
} as const satisfies Contract;

const one = z.object({ id: z.uuid(), code: z.string(), name: z.string() });

export const listDuplicatesContract = {
  ...read,
  operationId: 'listDuplicates',
  summary: 'List pairs of records that may be one, the likeliest first',
  path: '/master-data-duplicates',
  query: z.object({ ...paging, kind: z.enum(sharedKinds), state: z.enum(duplicateStates).default('suspected') }),
  response: page(
    z.object({
      duplicateId: z.uuid(),
      one,
      other: one,
      likeness: z.int(),
      signs: z.array(z.object({ sign: z.enum(duplicateSigns), says: z.string() })),
      state: z.enum(duplicateStates),
      foundAt: at,
      judgedByName: z.string().nullable(),
      judgedReason: z.string().nullable(),
    }),
  ),
  refusals: [],
  example: { query: { kind: 'party' } },
} as const satisfies Contract;

export const judgeDuplicateContract = {
  operationId: 'judgeDuplicate',
  tag,
  summary: 'Say that two records are not the same',
  method: 'post',
  path: '/master-data-duplicates/:duplicateId/not-same',
  right: 'master-data.propose',
  params: z.object({ duplicateId: z.uuid() }),
  body: z.strictObject({ ...reasoned }),
  response: z.object({ duplicateId: z.uuid(), state: z.enum(duplicateStates), version: z.int() }),
  status: 200,
  refusals: ['duplicate.unknown', 'duplicate.already-judged', 'reason.too-short', ...reasonCodeRefusals],
  example: { body: { reason: 'Two plants of one company, each with its own contract' } },
} as const satisfies Contract;

const block = {
  tag,
  method: 'post',
  right: 'master-data.block',
  body: z.strictObject({ ...reasoned }),
  response: z.object({ kind: z.enum(sharedKinds), code: z.string(), blockedAt: at, version: z.int() }),
  status: 200,
} as const;

export const blockItemContract = {
  ...block,
  operationId: 'blockItem',
  summary: 'Block an item at once',
  description: 'Nothing is announced of it any more; what arrives is received and held. An approved proposal frees it.',
  path: '/items/:item/block',
  params: z.object({ item: code }),
  refusals: ['item.unknown', 'record.already-blocked', 'reason.too-short', ...reasonCodeRefusals],
  example: { body: { reason: 'Undeclared almond found by the laboratory' } },
} as const satisfies Contract;

export const blockPartyContract = {
  ...block,
  operationId: 'blockParty',
  summary: 'Block a supplier or customer at once',
  description:
    'Nothing is announced from it any more; what arrives is received and held. An approved proposal frees it.',
  path: '/parties/:party/block',
  params: z.object({ party: code }),
  refusals: ['party.unknown', 'record.already-blocked', 'record.merged', 'reason.too-short', ...reasonCodeRefusals],
  example: { body: { reason: 'The authority has closed its plant' } },
} as const satisfies Contract;
