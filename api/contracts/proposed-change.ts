import { z } from 'zod';
import { sharedKinds } from '#domain/record-kinds.ts';
import {
  certificateRecord,
  entityRecord,
  itemRecord,
  locationRecord,
  overrideValue,
  partyRecord,
  siteRecord,
  specificationFields,
} from './master-records.ts';
import { code } from './shared.ts';

const version = z.int().min(1).describe('The version of the record that you read.');
const create = z.literal('create');
const change = z.literal('change');

/** What can be proposed: a record, other values for fields of one, or a local override. */
export const proposedChange = z.union([
  z.strictObject({ kind: z.literal('item'), action: create, record: itemRecord }),
  z.strictObject({
    kind: z.literal('item'),
    action: change,
    code,
    version,
    fields: itemRecord.omit({ code: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('party'), action: create, record: partyRecord }),
  z.strictObject({
    kind: z.literal('party'),
    action: change,
    code,
    version,
    fields: partyRecord.omit({ code: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('location'), action: create, record: locationRecord }),
  z.strictObject({
    kind: z.literal('location'),
    action: change,
    code,
    version,
    fields: locationRecord.omit({ code: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('site'), action: create, record: siteRecord }),
  z.strictObject({
    kind: z.literal('site'),
    action: change,
    code,
    version,
    fields: siteRecord.omit({ code: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('entity'), action: create, record: entityRecord }),
  z.strictObject({
    kind: z.literal('entity'),
    action: change,
    code,
    version,
    fields: entityRecord.omit({ code: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('certificate'), action: create, record: certificateRecord }),
  z.strictObject({
    kind: z.literal('certificate'),
    action: change,
    code,
    version,
    fields: certificateRecord.omit({ code: true }).partial(),
  }),
  z.strictObject({
    kind: z.literal('specification'),
    action: change,
    code: code.describe('Of the item.'),
    version: z.int().min(0).describe('The latest version that you read; 0 where there is none.'),
    fields: specificationFields,
  }),
  z.strictObject({
    kind: z.literal('party'),
    action: z.literal('merge'),
    stays: code.describe('The code that stays'),
    staysVersion: version,
    goes: code.describe('The code that leads to the other from then on'),
    goesVersion: version,
  }),
  z.strictObject({ kind: z.literal('party'), action: z.literal('separate'), code, version }),
  z.strictObject({
    kind: z.literal('override'),
    of: z.enum(sharedKinds),
    record: code,
    entity: code.nullable(),
    site: code.nullable(),
    field: z.string().trim().min(1).max(40),
    value: overrideValue.nullable().describe('Null takes the override away.'),
  }),
]);

export const mergeRefusals = ['record.merged', 'merge.same-record', 'merge.blocked', 'merge.not-merged'] as const;

export const overrideRefusals = [
  'override.unknown',
  'override.not-allowed',
  'override.looser',
  'override.field-unknown',
  'override.value-malformed',
] as const;
