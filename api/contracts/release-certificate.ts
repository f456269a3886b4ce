import { z } from 'zod';
import type { Contract } from './contract.ts';
import { paperHead } from './paper-head.ts';
import { releasePage } from './release-approval-page.ts';
import { calendarDate } from './shared.ts';

/** What a release has decided, with everything it rests on, as a paper: JSON here, a page to print beside it. */
export const releaseCertificate = releasePage
  .pick({
    releaseId: true,
    number: true,
    state: true,
    openedAt: true,
    closedAt: true,
    timeZone: true,
    site: true,
    owner: true,
    lot: true,
    waiting: true,
    specification: true,
    samplingLevel: true,
    samples: true,
    outcome: true,
    nonconformingSamples: true,
    results: true,
    decisions: true,
    hold: true,
    limit: true,
    certificates: true,
    inspections: true,
    documents: true,
    policies: true,
  })
  .extend({
    final: z.boolean().describe('The release is approved, and no hold stands on what it released'),
    ...paperHead,
    released: z.array(z.object({ at: z.iso.datetime(), location: z.string(), quantity: z.string() })),
    conditionsNow: z
      .array(
        z.object({
          releaseNumber: z.string(),
          customers: z.array(z.string()).nullable(),
          useBy: calendarDate.nullable(),
        }),
      )
      .describe('Under which the stock stands now, changed since or not'),
    heldNow: z.array(z.string()).describe('Holds on its stock at this moment'),
    gaps: z.array(z.string()).describe('What stands against calling it released'),
  });

const read = {
  tag: 'Release approvals',
  method: 'get',
  right: 'release.read',
  params: z.object({ releaseId: z.uuid() }),
  status: 200,
  refusals: ['release.unknown'],
} as const;

export const readReleaseCertificateContract = {
  ...read,
  operationId: 'readReleaseCertificate',
  summary: 'Read what a release decided, as data to keep',
  description:
    'Results against their limits with laboratory and report, decisions with signatures, what was released, the conditions and holds of this moment, and the policy versions followed. `gaps` says what stands against it.',
  path: '/release-approvals/:releaseId/certificate',
  response: releaseCertificate,
} as const satisfies Contract;

export const printReleaseCertificateContract = {
  ...read,
  operationId: 'printReleaseCertificate',
  summary: 'Read the same as a page to print',
  path: '/release-approvals/:releaseId/certificate/page',
  download: { types: ['text/html'] },
} as const satisfies Contract;
