import { Decimal } from 'decimal.js';
import { type PolicyKey, type PolicyValue, policyCatalogue, policyKeys } from './policies.ts';
import type { PolicyDefinition } from './policy-definition.ts';
import { allow, type Result, refuse } from './result.ts';

/** A policy's name. `policy.unknown` otherwise. */
export function parsePolicyKey(key: string, pointer?: string): Result<PolicyKey> {
  const known = policyKeys.find((policy) => policy === key);
  return known ? allow(known) : refuse('policy.unknown', `There is no policy "${key}"`, pointer);
}

/** A value as it is stored. Numbers and switches may come as text, as the story has them. `policy.out-of-range` otherwise. */
export function parsePolicyValue<Key extends PolicyKey>(
  key: Key,
  value: unknown,
  pointer?: string,
): Result<PolicyValue<Key>> {
  const definition: PolicyDefinition = policyCatalogue[key];
  const parsed = read(definition, value);
  return parsed === undefined
    ? refuse('policy.out-of-range', `${key} has to be ${expectation(definition)}: ${JSON.stringify(value)}`, pointer)
    : // `read` followed the definition of this very key, which is what PolicyValue is derived from.
      allow(parsed as PolicyValue<Key>);
}

/** Milliseconds of a policy in minutes, at least one, for a durable timer. */
export const millisecondsOfMinutes = (minutes: string): number =>
  Math.max(1, new Decimal(minutes).times(60_000).round().toNumber());

export const millisecondsOfDays = (days: string): number => new Decimal(days).times(86_400_000).round().toNumber();

/** A policy that counts people, days or bytes, whose bounds keep it far below what a JavaScript number holds exactly. */
export const countOf = (value: string): number => Number(value);

function read(definition: PolicyDefinition, value: unknown): string | boolean | readonly string[] | undefined {
  if (definition.type === 'number') return readNumber(definition, value);
  if (definition.type === 'switch') {
    if (typeof value === 'boolean') return value;
    return value === 'true' ? true : value === 'false' ? false : undefined;
  }
  if (definition.type === 'choice') return definition.options.find((option) => option === value);
  if (!Array.isArray(value)) return undefined;
  const words = definition.options.filter((option) => value.includes(option));
  return words.length === value.length ? words : undefined;
}

function readNumber(definition: PolicyDefinition & { type: 'number' }, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  if (!/^[0-9]{1,12}(\.[0-9]{1,6})?$/.test(text)) return undefined;
  const number = new Decimal(text);
  const fits =
    number.greaterThanOrEqualTo(definition.least) &&
    number.lessThanOrEqualTo(definition.most) &&
    number.decimalPlaces() <= definition.places;
  return fits ? number.toFixed() : undefined;
}

function expectation(definition: PolicyDefinition): string {
  if (definition.type === 'number') {
    const places = definition.places === 0 ? 'a whole number' : `a number with at most ${definition.places} decimals`;
    return `${places} of ${definition.unit} from ${definition.least} to ${definition.most}`;
  }
  if (definition.type === 'switch') return 'true or false';
  const options = definition.options.map((option) => `"${option}"`).join(', ');
  return definition.type === 'choice' ? `one of ${options}` : `a list of ${options}, each at most once`;
}
