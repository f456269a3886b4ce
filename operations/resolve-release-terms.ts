import type { Tx } from '#db/connect.ts';
import { findCustomers, readUnits } from '#db/queries/by-code.ts';
import { dateInZone } from '#domain/calendar-date.ts';
import { add, canonical, compare, parseQuantity, toBaseQuantity } from '#domain/quantity.ts';
import type { ReleaseConditions, ReleasedPart, ReleaseTerms } from '#domain/release-approval.ts';
import type { StatedPart, StatedTerms } from '#domain/release-steps.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { ReleaseCase } from './release-case.ts';

/** The same, where a second approver who says nothing approves what the first one did. */
export async function resolveTermsApproved(
  tx: Tx,
  releaseCase: ReleaseCase,
  stated: StatedTerms,
  now: Date,
): Promise<Result<ReleaseTerms>> {
  const { part, customers, useBy } = stated;
  const said = part !== undefined || customers !== undefined || useBy !== undefined;
  return said || releaseCase.row.terms === null
    ? await resolveReleaseTerms(tx, releaseCase, stated, now)
    : allow(releaseCase.row.terms);
}

/** What somebody asks to be released, in the words it is kept in: quantities in base units, customers by code. */
export async function resolveReleaseTerms(
  tx: Tx,
  releaseCase: ReleaseCase,
  { part, customers, useBy }: StatedTerms,
  now: Date,
): Promise<Result<ReleaseTerms>> {
  const resolved = part === undefined ? allow(null) : await resolvePart(tx, releaseCase, part);
  if (!resolved.ok) return resolved;
  const { lot, site } = releaseCase;
  const conditions = await resolveConditions(tx, { customers, useBy }, { lot, site, now });
  return conditions.ok ? allow({ part: resolved.value, conditions: conditions.value }) : conditions;
}

async function resolvePart(
  tx: Tx,
  { item, waitingStock, lot }: ReleaseCase,
  { from, to, quantity, unit }: StatedPart,
): Promise<Result<ReleasedPart>> {
  const factor =
    unit === item.baseUnit
      ? { numerator: '1', denominator: '1' }
      : (await readUnits(tx, [item.id])).get(item.id)?.get(unit);
  if (!factor) return refuse('quantity.unit-unknown', `${item.code} is not counted in "${unit}"`, '/part/unit');
  const parsed = parseQuantity(quantity, '/part/quantity');
  const base = parsed.ok ? toBaseQuantity({ quantity: parsed.value, ...factor }, '/part/quantity') : parsed;
  if (!base.ok) return base;
  const there = add(...waitingStock.filter((stock) => stock.locationCode === from).map((stock) => stock.quantity));
  const order = compare(base.value, there);
  if (order > 0)
    return refuse(
      'stock.insufficient',
      `${base.value} ${item.baseUnit} of ${lot.code} asked, ${there} wait at ${from}`,
      '/part/quantity',
    );
  // Two conditions of one lot at one place cannot be told apart by who picks there.
  if (order < 0 && to === undefined)
    return refuse('release.part-malformed', `More than that waits at ${from}: say where the part goes`, '/part/to');
  return allow({ from, to: to ?? null, quantity: canonical(base.value) });
}

/** Conditions as they are kept, null where nothing is said: customers there are, a day that the lot may be used on. */
export async function resolveConditions(
  tx: Tx,
  { customers, useBy }: { customers?: readonly string[] | undefined; useBy?: string | undefined },
  { lot: { expiresOn }, site, now }: { lot: { expiresOn: string | null }; site: { timeZone: string }; now: Date },
): Promise<Result<ReleaseConditions | null>> {
  const today = dateInZone(now, site.timeZone);
  if (customers === undefined && useBy === undefined) return allow(null);
  if (customers?.length === 0)
    return refuse('release.conditions-malformed', 'A release for nobody is a rejection', '/customers');
  if (useBy !== undefined && useBy < today)
    return refuse('release.conditions-malformed', `${useBy} has passed already`, '/useBy');
  if (useBy !== undefined && expiresOn !== null && useBy > expiresOn)
    return refuse('release.conditions-malformed', `The lot's own last day is ${expiresOn}, before ${useBy}`, '/useBy');
  const known = await findCustomers(tx, customers ?? []);
  const unknown = customers?.findIndex((code) => !known.has(code)) ?? -1;
  if (unknown >= 0)
    return refuse('party.unknown', `There is no customer ${customers?.[unknown]}`, `/customers/${unknown}`);
  return allow({ customers: customers ? [...new Set(customers)].sort() : null, useBy: useBy ?? null });
}
