import { roleGrants, users } from '#db/schema/people.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { firstPasswordHours } from '#domain/sign-in.ts';
import { mayChoosePassword } from './choose-password.ts';
import type { Command, OperationContext } from './context.ts';
import { hashPassword } from './passwords.ts';
import { type AskedGrant, resolveGrants } from './resolve-grants.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** `passwordMark` stands for the password in the hash that tells repeats apart: keyed, so that it cannot be guessed from. */
export type NewUser = {
  username: string;
  name: string;
  email?: string | undefined;
  passwordMark: string;
  grants: readonly AskedGrant[];
};

/** Makes an account for a person, with roles within the scope of whoever makes it. */
export async function createUser(
  context: OperationContext,
  password: string,
  command: Command<NewUser>,
  validHours: number = firstPasswordHours,
): Promise<Answer<{ userId: string; username: string; name: string }>> {
  const { caller, input } = command;
  const sound = await mayChoosePassword(context, password, input.username, '/password');
  // Outside the transaction: it takes some 30 ms, and nothing should wait for it.
  const passwordHash = await hashPassword(password);
  return runCommand(context, 'create-user', command, async (tx) => {
    const may = authorize(caller, 'user.administer');
    if (!may.ok) return may;
    if (!sound.ok) return sound;
    const granted = await resolveGrants(tx, caller, 'user.administer', input.grants, (index) => `/grants/${index}`);
    if (!granted.ok) return granted;

    const id = context.newId();
    const { username, name, email = null } = input;
    const validFrom = context.clock.now();
    // Whoever makes an account knows its first password; that of the installation is its operator's own.
    const first = caller.kind === 'person' ? firstPassword(validFrom, validHours) : {};
    const made = await tx
      .insert(users)
      .values({ id, username, name, email, passwordHash, ...first })
      .onConflictDoNothing()
      .returning({ id: users.id });
    if (made.length === 0) return refuse('user.name-taken', `The username "${username}" is taken`, '/username');
    if (granted.value.length > 0) {
      await tx.insert(roleGrants).values(
        granted.value.map((grant) => ({
          ...grant,
          id: context.newId(),
          userId: id,
          validFrom,
          grantedBy: caller.id,
        })),
      );
    }
    await writeAudit(tx, context, command, [
      { action: 'user.created', subjectKind: 'user', subjectId: id, after: { username, name, grants: input.grants } },
    ]);
    return allow({ userId: id, username, name });
  });
}

/** A password that somebody else chose: to be changed before anything else, and good for a while only. */
export const firstPassword = (now: Date, validHours: number) => ({
  passwordChangeDue: true,
  passwordValidUntil: new Date(now.getTime() + validHours * 3_600_000),
});
