import { Decimal } from 'decimal.js';
import type { PartyRecord } from './master-records.ts';
import { allow, type Result, refuse } from './result.ts';

/**
 * The party that stays, with what only the one that goes had. Whatever protects people stays as strict as the stricter of the
 * two: the higher risk score, the longer remaining shelf life, every requirement. What one of them is known by stays its own.
 */
export function mergeParties(stays: PartyRecord, goes: PartyRecord): Result<PartyRecord> {
  if (goes.blocked && !stays.blocked)
    return refuse(
      'merge.blocked',
      `${goes.code} is blocked and ${stays.code} is not: goods would be freed by it. Block ${stays.code} too, or free ${goes.code} first`,
      '/proposal/goes',
    );
  return allow({
    ...stays,
    isSupplier: stays.isSupplier || goes.isSupplier,
    isCustomer: stays.isCustomer || goes.isCustomer,
    plantGln: stays.plantGln ?? goes.plantGln,
    shipToGln: stays.shipToGln ?? goes.shipToGln,
    duns: stays.duns ?? goes.duns,
    servesVulnerablePeople: stays.servesVulnerablePeople || goes.servesVulnerablePeople,
    otherRequirements: [...new Set([...stays.otherRequirements, ...goes.otherRequirements])],
    riskScore: higher(stays.riskScore, goes.riskScore),
    contacts: both(stays.contacts, goes.contacts, ({ name, email }) => `${name} ${email.toLowerCase()}`),
    shelfLives: longest([...stays.shelfLives, ...goes.shelfLives]),
  });
}

const higher = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : new Decimal(one).greaterThanOrEqualTo(other) ? one : other;

/** Those of both; where both have one, as the first has it. */
const both = <Part>(ours: readonly Part[], theirs: readonly Part[], keyOf: (part: Part) => string): Part[] => {
  const known = new Set(ours.map(keyOf));
  return [...ours, ...theirs.filter((part) => !known.has(keyOf(part)))];
};

function longest(lives: PartyRecord['shelfLives']): PartyRecord['shelfLives'] {
  const of = new Map<string, number>();
  for (const { category, minimumRemainingDays: days } of lives)
    of.set(category, Math.max(days, of.get(category) ?? days));
  return [...of]
    .map(([category, minimumRemainingDays]) => ({ category, minimumRemainingDays }))
    .sort((one, other) => (one.category < other.category ? -1 : 1));
}
