import { z } from 'zod';
import { conditions } from '#domain/conditions.ts';
import { destructionPaperKinds, destructionStates } from '#domain/destruction.ts';
import { disposalStates } from '#domain/disposal.ts';
import { code, quantityText } from './shared.ts';

const at = z.iso.datetime();
export const disposalParams = z.object({ disposalId: z.uuid() });
export const words = (most: number) => z.string().trim().min(1).max(most);

/** What became of the quantity decided about, in base units. */
export const disposalQuantity = z.object({
  decided: z.string(),
  surplus: z.string().describe('Found beside what was booked, and settled'),
  missing: z.string().describe('Booked and not found, and settled'),
  destroyed: z.string().describe('Destroyed and booked out'),
  pending: z.string().describe('Recorded as destroyed, not booked yet'),
  givenBack: z.string().describe('Given back to what decided it, because it was ended early'),
  left: z.string().describe('Neither recorded as destroyed nor explained'),
  unit: z.string(),
});

/** What a person's step left behind. */
const disposalAnswer = z.object({
  disposalId: z.uuid(),
  disposalNumber: z.string(),
  version: z.int(),
  state: z.enum(disposalStates),
  dueAt: at,
  approvals: z.object({ needed: z.int(), given: z.array(z.object({ byName: z.string(), at })) }),
  quantity: disposalQuantity,
  destructions: z.array(z.object({ destructionId: z.uuid(), run: z.int(), state: z.enum(destructionStates) })),
  papersMissing: z.array(z.enum(destructionPaperKinds)),
  certificateNumber: z.string().nullable(),
  obstacle: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const disposalStep = {
  tag: 'Disposals',
  method: 'post',
  params: disposalParams,
  response: disposalAnswer,
  status: 200,
} as const;
export const throughEngine = [
  'engine.unavailable',
  'engine.case-not-started',
  'disposal.unknown',
  'disposal.over',
] as const;
export const signatureRefusals = [
  'signature.required',
  'signature.unknown',
  'signature.session-ended',
  'signature.other-subject',
  'signature.already-used',
  'signature.expired',
  'signature.meaning-wrong',
  'signature.shown-changed',
] as const;
export const namedStockRefusals = [
  'site.unknown',
  'location.unknown',
  'entity.unknown',
  'quantity.unit-unknown',
  'quantity.malformed',
  'quantity.not-positive',
  'quantity.too-precise',
  'quantity.too-large',
] as const;

export const statedStock = {
  site: code,
  location: code,
  owner: code,
  condition: z.enum(conditions),
  quantity: quantityText,
  unit: words(40),
};
