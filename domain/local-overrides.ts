import { Decimal } from 'decimal.js';
import type { AnyRecord, ItemRecord, OverrideRecord, PartyRecord } from './master-records.ts';
import type { SharedKind } from './record-kinds.ts';
import { allow, type Result, refuse } from './result.ts';
import type { TemperatureRange } from './temperature.ts';

/** What a record may leave to a site or an entity. What protects people can only be tightened there. */
export const overridableFields = {
  item: ['name', 'storageRange', 'inspectionRequired', 'shelfLifeDays'],
  party: ['name', 'riskScore'],
} as const satisfies Record<SharedKind, readonly string[]>;

/** An override as it is kept: for a site, an entity, or an entity at a site. */
export type LocalOverride = { entityId: string | null; siteId: string | null; field: string; value: unknown };
export type Place = { entityId: string | null; siteId: string | null };

/** Where a value comes from: `global` is what the record says for everybody. */
export const overrideOrigins = ['entity at site', 'site', 'entity', 'global'] as const;
export type OverrideOrigin = (typeof overrideOrigins)[number];

export type Resolved<Value> = { value: Value; origin: OverrideOrigin };
/** As a record says it: a side that it leaves open is null. */
export type StorageRange = { min: string | null; max: string | null } | null;

export type LocalItem = {
  name: Resolved<string>;
  storageRange: Resolved<StorageRange>;
  inspectionRequired: Resolved<boolean>;
  shelfLifeDays: Resolved<number>;
};
export type LocalParty = { name: Resolved<string>; riskScore: Resolved<string | null> };

type Overridden = { overridable: readonly string[] };
export type GlobalItem = Overridden & {
  name: string;
  storageRange: StorageRange;
  inspectionRequired: boolean;
  shelfLifeDays: number;
};
export type GlobalParty = Overridden & { name: string; riskScore: string | null };

/**
 * The one place where local and global values meet. The narrowest override holds (entity at site, site, entity), where the
 * record still allows any, and never loosens what the record says now, even if it was tighter than an earlier state of it.
 */
export function localItem(item: GlobalItem, overrides: readonly LocalOverride[], place: Place): LocalItem {
  const found = pickFor(item, overrides, place);
  return {
    name: found('name', item.name, isText, () => true),
    storageRange: found('storageRange', item.storageRange, isRange, isWithin),
    inspectionRequired: found('inspectionRequired', item.inspectionRequired, isFlag, (own, all) => own || !all),
    shelfLifeDays: found('shelfLifeDays', item.shelfLifeDays, isDays, (own, all) => own <= all),
  };
}

export function localParty(party: GlobalParty, overrides: readonly LocalOverride[], place: Place): LocalParty {
  const found = pickFor(party, overrides, place);
  return {
    name: found('name', party.name, isText, () => true),
    riskScore: found('riskScore', party.riskScore, isScore, (own, all) =>
      all === null ? true : own !== null && new Decimal(own).greaterThanOrEqualTo(all),
    ),
  };
}

/** Whether an override may be proposed: the field is one, the record leaves it open, and the value only tightens. */
export function mayOverride(
  { field, value, record: code }: OverrideRecord,
  record: AnyRecord,
  of: SharedKind,
): Result<void> {
  const fields: readonly string[] = overridableFields[of];
  if (!fields.includes(field))
    return refuse('override.field-unknown', `"${field}" is none of ${fields.join(', ')}`, '/proposal/field');
  // Only items and parties come here, each with its list.
  const kept = record as ItemRecord | PartyRecord;
  if (!kept.overridable.includes(field))
    return refuse('override.not-allowed', `${code} leaves "${field}" to nobody: propose that first`, '/proposal/field');
  const place = { entityId: 'here', siteId: 'here' };
  const own: LocalOverride = { ...place, field, value };
  const resolved: Record<string, Resolved<unknown>> = of === 'item'
    ? localItem(globalItem(kept as ItemRecord), [own], place)
    : localParty(kept as PartyRecord, [own], place);
  if (resolved[field]?.origin === 'entity at site') return allow(undefined);
  return shapeOf[field]?.(value)
    ? refuse(
        'override.looser',
        `${code} says otherwise for everybody, and locally it can only be tightened`,
        '/proposal/value',
      )
    : refuse('override.value-malformed', `This is no value for "${field}"`, '/proposal/value');
}

export const globalItem = ({ storageMinC, storageMaxC, ...item }: ItemRecord): GlobalItem => ({
  ...item,
  storageRange: storageRangeOf(storageMinC, storageMaxC),
});

/** A record may say one side alone: no place may be looser there, and each may say the other. */
export const storageRangeOf = (min: string | null, max: string | null): StorageRange =>
  min === null && max === null ? null : { min, max };

/** The range that temperatures are judged by: one that has both sides. */
export const wholeRange = (range: StorageRange): TemperatureRange | null =>
  range === null || range.min === null || range.max === null ? null : { min: range.min, max: range.max };

function pickFor({ overridable }: Overridden, overrides: readonly LocalOverride[], { entityId, siteId }: Place) {
  const reaching = overrides
    .filter((one) => overridable.includes(one.field))
    .filter(
      (one) => (one.siteId === null || one.siteId === siteId) && (one.entityId === null || one.entityId === entityId),
    )
    .sort((one, other) => rankOf(one) - rankOf(other));
  return <Value, Own extends NonNullable<Value>>(
    field: string,
    all: Value,
    hasShape: (value: unknown) => value is Own,
    tightens: (own: Own, all: Value) => boolean,
  ): Resolved<Value> => {
    const own = reaching.find((one) => one.field === field && hasShape(one.value) && tightens(one.value, all));
    // It was found by its shape.
    return own
      ? { value: own.value as Value, origin: overrideOrigins[rankOf(own)] ?? 'global' }
      : { value: all, origin: 'global' };
  };
}

const rankOf = ({ entityId, siteId }: LocalOverride): number => (entityId && siteId ? 0 : siteId ? 1 : 2);

const number = /^-?[0-9]{1,4}(\.[0-9]{1,2})?$/;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 200;
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isDays = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;
const isScore = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9]{1,3}(\.[0-9]{1,2})?$/.test(value) && new Decimal(value).lessThanOrEqualTo(100);

function isRange(value: unknown): value is TemperatureRange {
  if (typeof value !== 'object' || value === null || !('min' in value) || !('max' in value)) return false;
  const { min, max } = value;
  if (typeof min !== 'string' || typeof max !== 'string' || !number.test(min) || !number.test(max)) return false;
  return new Decimal(min).lessThanOrEqualTo(max);
}

const isWithin = (own: TemperatureRange, all: StorageRange): boolean =>
  all === null ||
  ((all.min === null || new Decimal(own.min).greaterThanOrEqualTo(all.min)) &&
    (all.max === null || new Decimal(own.max).lessThanOrEqualTo(all.max)));

const shapeOf: Record<string, (value: unknown) => boolean> = {
  name: isText,
  storageRange: isRange,
  inspectionRequired: isFlag,
  shelfLifeDays: isDays,
  riskScore: isScore,
};
