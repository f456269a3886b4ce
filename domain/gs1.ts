import { allow, type Result, refuse } from './result.ts';

/** GS1 check digit of the digits before it: weights 3, 1, 3 … from the right, completed to the next ten (GS1 General Specifications 7.9). */
export function checkDigitOf(digits: string): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const weight = (digits.length - place) % 2 === 1 ? 3 : 1;
    sum += weight * (digits.charCodeAt(place) - 48);
  }
  return (10 - (sum % 10)) % 10;
}

/** A GTIN-8, -12, -13 or -14 as fourteen digits. Nothing is repaired: a wrong digit is refused and the right one named. */
export function parseGtin(text: string, pointer?: string): Result<string> {
  const parsed = parseKey(text, [8, 12, 13, 14], 'GTIN', pointer);
  return parsed.ok ? allow(parsed.value.padStart(14, '0')) : parsed;
}

/** A GLN, thirteen digits. */
export const parseGln = (text: string, pointer?: string): Result<string> => parseKey(text, [13], 'GLN', pointer);

/** An SSCC, eighteen digits. */
export const parseSscc = (text: string, pointer?: string): Result<string> => parseKey(text, [18], 'SSCC', pointer);

function parseKey(text: string, lengths: readonly number[], name: string, pointer?: string): Result<string> {
  if (!/^[0-9]+$/.test(text) || !lengths.includes(text.length))
    return refuse('gs1.malformed', `A ${name} has ${lengths.join(', ')} digits and nothing else: "${text}"`, pointer);
  const expected = checkDigitOf(text.slice(0, -1));
  return text.endsWith(String(expected))
    ? allow(text)
    : refuse(
        'gs1.check-digit-wrong',
        `The check digit of ${name} ${text} is ${text.slice(-1)}, it would have to be ${expected}`,
        pointer,
      );
}
