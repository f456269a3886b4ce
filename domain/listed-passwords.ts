const signsAtTheEnds = /^[^\p{L}]{0,6}|[^\p{L}]{0,6}$/gu;
const repeated = /^(.+?)\1+$/u;
const writtenFor: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
};

/**
 * Whether a password is one that is tried first: in a list of common ones, as it is or as people make such a word longer: with
 * digits and signs around it, with digits for letters, or twice. `isListed` takes lower case.
 */
export function isListedPassword(password: string, isListed: (word: string) => boolean): boolean {
  const lowered = password.toLowerCase();
  const bare = lowered.replaceAll(signsAtTheEnds, '');
  const forms = [lowered, bare].flatMap((form) => [form, asLetters(form), onceOf(form), onceOf(asLetters(form))]);
  // What is left of a word of two letters and ten digits says nothing about the digits.
  return forms.some((form) => [...form].length > 3 && isListed(form));
}

const asLetters = (text: string): string => [...text].map((sign) => writtenFor[sign] ?? sign).join('');

const onceOf = (text: string): string => repeated.exec(text)?.[1] ?? text;
