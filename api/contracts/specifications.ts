import { z } from 'zod';
import { measuredOn, samplingSchemes } from '#domain/specifications.ts';
import type { Contract } from './contract.ts';
import { code } from './shared.ts';

export const characteristic = z.object({
  name: z.string(),
  method: z.string(),
  unit: z.string().nullable(),
  lower: z.string().nullable().describe('Inclusive'),
  upper: z.string().nullable().describe('Inclusive'),
  allowed: z.array(z.string()).nullable(),
  required: z.boolean(),
  measuredOn: z.enum(measuredOn),
});

export const sampleNumbers = z.object({
  samples: z.int(),
  accept: z.int().describe('So many nonconforming samples are accepted'),
  reject: z.int(),
});

export const listSpecificationsContract = {
  operationId: 'listSpecifications',
  tag: 'Master data',
  summary: "List the versions of an item's specification, the latest first",
  description: 'Characteristics with their limits or words, and how many samples are taken of which quantity.',
  method: 'get',
  path: '/items/:item/specifications',
  right: 'master-data.read',
  params: z.object({ item: code }),
  response: z.object({
    items: z.array(
      z.object({
        specificationId: z.uuid(),
        version: z.int(),
        effectiveFrom: z.iso.datetime(),
        inEffect: z.boolean(),
        characteristics: z.array(characteristic),
        sampling: z.object({
          scheme: z.enum(samplingSchemes),
          bands: z.array(sampleNumbers.extend({ upTo: z.string().nullable().describe('In base units') })),
        }),
        reason: z.string(),
        proposedByName: z.string(),
        approvedByName: z.string(),
      }),
    ),
  }),
  status: 200,
  refusals: ['item.unknown'],
} as const satisfies Contract;
