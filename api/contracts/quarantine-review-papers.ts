import { z } from 'zod';
import { certificateKinds, certificateStates } from '#domain/certificates.ts';
import { inspectionResults } from '#domain/inspections.ts';
import { reviewEvidenceKinds } from '#domain/quarantine-review.ts';
import { calendarDate } from './shared.ts';

const at = z.iso.datetime();

export const evidence = z.object({
  evidenceId: z.uuid(),
  version: z.int(),
  kind: z.enum(reviewEvidenceKinds),
  documentId: z.uuid().nullable(),
  certificateId: z.uuid().nullable(),
  inspectionId: z.uuid().nullable(),
  readingId: z.uuid().nullable(),
  note: z.string().nullable(),
  addedByName: z.string(),
  addedAt: at,
});

export const certificate = z.object({
  certificateId: z.uuid(),
  kind: z.enum(certificateKinds),
  state: z.enum(certificateStates),
  number: z.string().nullable(),
  expiresOn: calendarDate.nullable(),
  recordedAt: at,
});

export const inspection = z.object({
  inspectionId: z.uuid(),
  number: z.string(),
  site: z.string(),
  result: z.enum(inspectionResults),
  checks: z.array(z.object({ name: z.string(), result: z.enum(inspectionResults), note: z.string().optional() })),
  inspectedBy: z.string(),
  happenedAt: at,
});

export const reading = z.object({
  readingId: z.uuid(),
  site: z.string(),
  location: z.string(),
  sensor: z.string(),
  celsius: z.string(),
  minutesOutside: z.string().nullable(),
  allowedMin: z.string().nullable(),
  allowedMax: z.string().nullable(),
  happenedAt: at,
});

export const document = z.object({
  documentId: z.uuid(),
  fileName: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  uploadedAt: at,
});
