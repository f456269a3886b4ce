import { emptied, type ImportColumn } from './import-columns.ts';
import { readPlan } from './import-specifications.ts';
import { allow, type Result, refuse } from './result.ts';

/** What a cell says: nothing (undefined), that there is no value (null), or a value of its column's type. */
export function readCell({ name, type, takes }: ImportColumn, text: string): Result<unknown> {
  if (text === '') return allow(undefined);
  if (text === emptied) return allow(type === 'words' || type === 'units' ? [] : null);
  const malformed = refuse('import.value-malformed', `"${text}" is not what ${name} takes: ${takes}`, name);
  switch (type) {
    case 'text':
      return allow(text);
    case 'flag':
      return /^(true|false)$/i.test(text) ? allow(text.toLowerCase() === 'true') : malformed;
    case 'count':
      return /^[0-9]{1,9}$/.test(text) ? allow(Number(text)) : malformed;
    case 'decimal':
      if (/^-?[0-9]+,[0-9]+$/.test(text) || /^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/.test(text))
        return refuse(
          'import.decimal-comma',
          `Is "${text}" a fraction or thousands? Write it with a point, without commas`,
          name,
        );
      return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? allow(text) : malformed;
    case 'words':
      return allow(wordsIn(text));
    case 'units':
      return readUnits(text) ?? malformed;
    case 'instant':
      return instantText.test(text) && !Number.isNaN(Date.parse(text))
        ? allow(new Date(text).toISOString())
        : malformed;
    case 'plan': {
      const plan = readPlan(text);
      return plan ? allow(plan) : malformed;
    }
  }
}

// Without its zone an instant would be one of twenty-four.
const instantText =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,3})?)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

const wordsIn = (text: string): string[] =>
  text
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function readUnits(text: string): Result<unknown> | null {
  const units = wordsIn(text).map((word) =>
    /^([^=]+?)\s*=\s*([0-9]+)(?:\s*\/\s*([0-9]+))?(?:\s*@\s*([0-9]+))?$/.exec(word),
  );
  if (units.some((unit) => unit === null)) return null;
  return allow(
    units.map((unit) => ({
      unit: unit?.[1] ?? '',
      numerator: unit?.[2] ?? '',
      denominator: unit?.[3] ?? '1',
      gtin: unit?.[4] ?? null,
    })),
  );
}
