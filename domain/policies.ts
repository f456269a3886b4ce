import { deadlinePolicies } from './deadline-policies.ts';
import { decisionPolicies } from './decision-policies.ts';
import { receivingPolicies } from './receiving-policies.ts';
import { retentionPolicies } from './retention-policies.ts';

/** Where a policy may be set, the most specific first. */
export const policyScopeKinds = ['item', 'category', 'site', 'entity', 'jurisdiction', 'global'] as const;
export type PolicyScopeKind = (typeof policyScopeKinds)[number];

/** Every rule a distributor may set for itself: type, unit, bounds, meaning and installed value. */
export const policyCatalogue = {
  ...receivingPolicies,
  ...decisionPolicies,
  ...deadlinePolicies,
  ...retentionPolicies,
} as const;

type Catalogue = typeof policyCatalogue;
export type PolicyKey = keyof Catalogue;

/** Permanent: rows, audit entries and contracts name them. The keys of an object literal are those of its type. */
export const policyKeys = Object.keys(policyCatalogue) as [PolicyKey, ...PolicyKey[]];

type ValueOf<Policy> = Policy extends { type: 'list'; options: readonly (infer Word)[] }
  ? readonly Word[]
  : Policy extends { type: 'switch' }
    ? boolean
    : Policy extends { type: 'choice'; options: readonly (infer Word)[] }
      ? Word
      : string;

/** What a policy's value is: numbers are decimal strings, switches booleans, choices words, lists arrays of words. */
export type PolicyValue<Key extends PolicyKey> = ValueOf<Catalogue[Key]>;
