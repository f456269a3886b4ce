import { z } from 'zod';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { releaseAnswer } from './release-approval-answer.ts';
import { calendarDate, code } from './shared.ts';

const params = z.object({ limitId: z.uuid() });
const body = z.strictObject({
  customers: z.array(code).max(500).optional().describe('Left out: all'),
  useBy: calendarDate.optional().describe("Left out: the lot's own last day"),
  ...reasoned,
});
const refusals = [
  'release.limit-unknown',
  'release.limit-ended',
  'release.conditions-malformed',
  'party.unknown',
  'reason.too-short',
  ...reasonCodeRefusals,
] as const;
const step = { tag: 'Release approvals', method: 'post', right: 'release.approve', params, body } as const;

export const tightenReleaseLimitContract = {
  ...step,
  operationId: 'tightenReleaseLimit',
  summary: 'Limit released stock more than it is',
  description:
    'At once, without the engine: `limitId` is shown with the stock. Proposals of other conditions for it are withdrawn.',
  path: '/release-limits/:limitId/tightening',
  response: z.object({
    limitId: z.uuid().describe('Of the conditions that hold now'),
    releaseNumber: z.string(),
    customers: z.array(z.string()).nullable(),
    useBy: calendarDate.nullable(),
  }),
  status: 200,
  refusals: [...refusals, 'release.limit-not-tighter'],
  example: { body: { customers: ['SEA'], useBy: '2026-12-01', reason: 'A customer found the taste off' } },
} as const satisfies Contract;

export const proposeReleaseConditionsContract = {
  ...step,
  operationId: 'proposeReleaseConditions',
  summary: 'Propose that released stock is limited less, or not at all',
  description:
    'Opens a release approval about the conditions: as many people approve it as a release, signed, none of whom proposed it. Until then what holds, holds. Without `customers` and `useBy` the conditions are to be taken back.',
  path: '/release-limits/:limitId/proposals',
  response: releaseAnswer,
  status: 201,
  refusals: [...refusals, 'release.limit-not-looser', 'release.change-already-proposed'],
  example: { body: { customers: ['SEA', 'PIN'], reason: 'The second customer has agreed to the short date' } },
} as const satisfies Contract;
