import { ordered } from './master-records.ts';

/** One value of a record that would change; `path` leads to it by the names that people know its parts by. */
export type RecordDifference = { path: string; before: unknown; after: unknown };

/** By which of its fields a part of a list is known, so that one that moved is not told of as another. */
const knownBy = ['name', 'unit', 'code', 'category', 'number', 'upTo'];

/**
 * What differs between two states of a record, value by value. Parts of lists are compared by their names: `characteristics/pH/upper`,
 * not the fourth of five. Null where a value was not there, or is not any more.
 */
export function differencesOf(before: unknown, after: unknown, path = ''): RecordDifference[] {
  if (ordered(before) === ordered(after)) return [];
  const [earlier, later] = [partsOf(before), partsOf(after)];
  // What came new or went away is told of as a whole, and so is what has no parts.
  if (!earlier || !later) return [{ path, before: before ?? null, after: after ?? null }];
  const names = [...new Set([...earlier.keys(), ...later.keys()])];
  return names.flatMap((name) =>
    differencesOf(earlier.get(name) ?? null, later.get(name) ?? null, path === '' ? name : `${path}/${name}`),
  );
}

function partsOf(value: unknown): Map<string, unknown> | null {
  if (Array.isArray(value)) return partsOfList(value);
  return value !== null && typeof value === 'object' ? new Map(Object.entries(value)) : null;
}

function partsOfList(list: readonly unknown[]): Map<string, unknown> | null {
  const names = list.map(nameOf);
  const parts = new Map(list.map((part, index) => [names[index] ?? '', part]));
  // Words, and parts that share a name, are compared as they stand.
  return names.includes(null) || parts.size < list.length ? null : parts;
}

function nameOf(part: unknown): string | null {
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return null;
  const field = knownBy.find((one) => one in part);
  if (field === undefined) return null;
  const name: unknown = (part as Record<string, unknown>)[field];
  return name === null ? 'above' : String(name);
}
