import type { RuleViolation } from './result.ts';
import { type Characteristic, checkSpecification, type SamplingPlan } from './specifications.ts';

/**
 * What an item has to be, as it is proposed and shown: the code and the category are the item's. Null in place of an instant: from
 * the approval on. An item without a specification has no characteristic and no plan here.
 */
export type SpecificationRecord = {
  code: string;
  category: string;
  effectiveFrom: string | null;
  characteristics: readonly Characteristic[];
  sampling: SamplingPlan | null;
};

/** Its values in their one form, and everything that is wrong with them whatever its category asks for. */
export function readSpecification(
  record: SpecificationRecord,
  at: string,
): { record: SpecificationRecord; problems: RuleViolation[] } {
  const { effectiveFrom, sampling } = record;
  const problems: RuleViolation[] = [];
  const characteristics = record.characteristics.map(asWritten);
  if (sampling === null)
    problems.push({
      code: 'specification.malformed',
      message: 'A specification says how many samples are taken',
      pointer: `${at}/sampling`,
    });
  const sound = checkSpecification({ characteristics, sampling: sampling ?? anyPlan });
  if (!sound.ok) {
    const { problems: found = [sound.violation] } = sound.violation;
    problems.push(
      ...found.map((problem) => ({ ...problem, pointer: `${at}${problem.pointer ?? '/characteristics'}` })),
    );
  }
  for (const [index, { name, unit, lower, upper }] of characteristics.entries())
    if (unit === null && (lower !== null || upper !== null))
      problems.push({
        code: 'specification.unit-missing',
        message: `The limits of ${name} say in which unit they are`,
        pointer: `${at}/characteristics/${index}`,
      });
  const from = effectiveFrom === null ? null : Date.parse(effectiveFrom);
  if (from !== null && Number.isNaN(from))
    problems.push({
      code: 'specification.malformed',
      message: `"${effectiveFrom}" is no instant`,
      pointer: `${at}/effectiveFrom`,
    });
  const begins = from === null || Number.isNaN(from) ? effectiveFrom : new Date(from).toISOString();
  return { record: { ...record, effectiveFrom: begins, characteristics }, problems };
}

// Stands in where there is none, so that characteristics are judged all the same.
const anyPlan: SamplingPlan = { scheme: 'c_zero', bands: [{ upTo: null, samples: 1, accept: 0, reject: 1 }] };

/** Degrees Celsius under the one name that rules and results know. */
const celsius = ['°c', 'c', 'degc', 'degrees celsius', 'celsius'];

const asWritten = (one: Characteristic): Characteristic => {
  const unit = one.unit?.trim() ?? null;
  return {
    ...one,
    name: one.name.trim(),
    method: one.method.trim(),
    unit: unit === null || unit === '' ? null : celsius.includes(unit.toLowerCase()) ? 'celsius' : unit,
    allowed: one.allowed === null ? null : [...new Set(one.allowed.map((word) => word.trim()))],
  };
};
