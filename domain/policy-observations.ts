import { Decimal } from 'decimal.js';
import type { PolicyRow } from './policy-resolution.ts';

/** What has happened and is looked at again under another value of a policy. */
export const observationKinds = [
  'receipt_line',
  'quarantine_review',
  'policy_change',
  'hold_by_hand',
  'document',
  'stock',
  'exposure',
  'release',
  'release_decision',
  'disposal',
  'proposal',
  'extension',
] as const;
export type ObservationKind = (typeof observationKinds)[number];

/** One of them, with the figures that a policy judges. What is not known of it is null. */
export type ObservedFigures = {
  /** A supplier's risk score as it is now. */
  riskScore: string | null;
  /** Days by which the dates on the goods differ from the item's shelf life. */
  shelfLifeDeviationDays: number | null;
  /** Days until the last day of use at that time; negative once it is over. */
  daysLeft: number | null;
  /** Days between what happened and its report. */
  daysLate: number | null;
  certificates: readonly string[] | null;
  minutesOpen: string | null;
  sizeBytes: number | null;
  reasonCode: string | null;
  /** The longest time that a lot was outside its range at a place. */
  minutesOutside: string | null;
  /** Of a decision about a release: whether it was taken before the results, or under conditions. */
  urgent: boolean | null;
  conditional: boolean | null;
  /** What the goods were worth at cost, of the owner for whom it was most; null where no cost was known. */
  worth: string | null;
  /** What was given to prove a destruction. */
  papers: readonly string[] | null;
  /** Whether the item asks for an inspection. */
  inspected: boolean | null;
  /** Whether nothing but names was changed. */
  minor: boolean | null;
  daysAhead: string | null;
};

/** What a value would do to an observation. */
export const previewEffects = [
  'held',
  'refused',
  'reminded',
  'escalated',
  'lapsed',
  'withheld',
  'inspected',
  'second_person',
  'witnessed',
  'kept_open',
] as const;
export type PreviewEffect = (typeof previewEffects)[number];

type Value = PolicyRow['value'];
type Judged = {
  observes: ObservationKind;
  effect: PreviewEffect;
  method: string;
  /** Whether the effect comes about under a value; null where the observation says nothing about it. */
  judge: (value: Value, figures: ObservedFigures) => boolean | null;
};
export type PolicyPreview = Judged | { cannot: string };

export const above = (figure: string | number | null, value: Value): boolean | null =>
  figure === null ? null : new Decimal(figure).greaterThan(String(value));
export const openFor = (observes: ObservationKind, effect: PreviewEffect, what: string): Judged => ({
  observes,
  effect,
  method: `${what} of the time, by how long they were open; one that is still open counts until now`,
  judge: (value, { minutesOpen }) => above(minutesOpen, value),
});
export const cannot = (why: string): PolicyPreview => ({ cannot: why });
export const unless = (observes: ObservationKind, what: 'urgent' | 'conditional', method: string): Judged => ({
  observes,
  effect: 'refused',
  method,
  judge: (value, figures) => (figures[what] === null ? null : value === false && figures[what]),
});
export const secondPerson = (observes: ObservationKind, method: string): Judged => ({
  observes,
  effect: 'second_person',
  method,
  judge: (value) => new Decimal(String(value)).greaterThan(1),
});
