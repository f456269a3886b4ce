import { isListedPassword } from '#domain/listed-passwords.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { checkPassword } from '#domain/sign-in.ts';
import type { OperationContext } from './context.ts';

let listed: Promise<ReadonlySet<string>> | undefined;

/** The commonest passwords of what was breached, some 49,000. Read when somebody first chooses one, and never while signing in. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  listed ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return listed;
}

/** Refuses `password.too-weak` what a guesser tries first, by rule and by list. `pointer` is where it stands in the body. */
export async function mayChoosePassword(
  { refusedPasswords }: Pick<OperationContext, 'refusedPasswords'>,
  password: string,
  username: string,
  pointer: string,
): Promise<Result<void>> {
  const sound = checkPassword(password, username, pointer);
  if (!sound.ok) return sound;
  const common = await commonPasswords();
  const isListed = (word: string) => common.has(word) || refusedPasswords?.has(word) === true;
  return isListedPassword(password, isListed)
    ? refuse('password.too-weak', 'This password is in a list of those that are tried first', pointer)
    : allow(undefined);
}
