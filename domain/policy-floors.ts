import type { PolicyKey, PolicyScopeKind } from './policies.ts';
import { mostSpecific, type PolicyRow, type PolicyScope } from './policy-resolution.ts';
import { allow, type Result, refuse } from './result.ts';

/** Floors that law sets and every installation starts with. Others are proposed and approved, with the law they come from. */
export const installedFloors = [
  {
    key: 'document_retention_years',
    scopeKind: 'jurisdiction',
    scopeKey: 'US',
    value: '2',
    lawReference: '21 CFR 1.1455(c): records of traceability are kept for two years',
  },
] as const satisfies readonly {
  key: PolicyKey;
  scopeKind: PolicyScopeKind;
  scopeKey: string | null;
  value: string;
  lawReference: string;
}[];

/** A floor in force, and the law that it comes from. */
export type Floor = PolicyRow & { lawReference: string | null };

/** Whether a value would be one that law lets nobody choose there. `scope` is all that is known of where it will apply. */
export function checkFloors(
  key: PolicyKey,
  value: PolicyRow['value'],
  { floors, scope, at }: { floors: readonly Floor[]; scope: PolicyScope; at: Date },
): Result<void> {
  const proposed: PolicyRow = {
    id: 'proposed',
    key,
    scopeKind: 'global',
    scopeKey: null,
    value,
    version: 0,
    effectiveFrom: at,
    effectiveUntil: null,
    approvedBy: 'proposed',
  };
  const { rowIds } = mostSpecific(key, [proposed, ...floors], scope, at);
  const tightening = floors.find((floor) => rowIds.includes(floor.id));
  return tightening
    ? refuse(
        'policy.below-floor',
        `Law sets ${JSON.stringify(tightening.value)} for ${key} there (${tightening.lawReference ?? 'no reference given'}); nothing below may loosen it`,
        '/value',
      )
    : allow(undefined);
}
