import { type ProviderPerson, withoutRole } from '#domain/provider-login.ts';
import { allow, type Result } from '#domain/result.ts';
import { type MappedRole, rolesFromClaims } from '#domain/role-mapping.ts';
import type { Cause, OperationContext } from './context.ts';
import { noteRefusedSignIn } from './note-refused-sign-in.ts';
import { type OpenedSession, openSession, type SessionSettings } from './open-session.ts';
import { providerAccount, providerCaller } from './provider-account.ts';
import { followProvider } from './provider-grants.ts';
import { runCommand } from './run-command.ts';

export type SignInWithProvider = {
  /** Of the claimed login, which makes this once. */
  loginId: string;
  person: ProviderPerson;
  roles: readonly MappedRole[];
  userAgent: string | null;
  replaces?: readonly string[] | undefined;
  cause: Cause;
};

/** What is kept of a login: the token is no part of it. */
type Remembered = OpenedSession['session'] | { withoutRole: string };

/**
 * Opens a session for whom the provider vouches: finds or makes their account, follows the provider about their roles, and
 * lets nobody in who has none. What the provider took from them is over all the same; of whoever is new nothing is kept.
 */
export async function signInWithProvider(
  context: OperationContext,
  settings: SessionSettings,
  { loginId, person, roles, userAgent, replaces, cause }: SignInWithProvider,
): Promise<Result<OpenedSession>> {
  const command = { commandId: `provider-login:${loginId}`, caller: providerCaller, cause, input: { loginId } };
  let opened: OpenedSession | undefined;
  const answer = await runCommand<unknown, Remembered>(context, 'sign-in-with-provider', command, async (tx) => {
    const account = await providerAccount(tx, context, command, person);
    if (!account.ok) return account;
    const { id, name, isNew } = account.value;
    if (!(await followProvider(tx, context, command, id, rolesFromClaims(roles, person.claims)))) {
      // A refusal would give back what was just taken; of whoever is new it leaves nothing.
      return isNew ? withoutRole(name) : allow({ withoutRole: name });
    }
    const { issuer, subject, sid } = person;
    const provider = { issuer, subject, sid };
    const session = { account: { id, name }, userAgent, method: 'provider' as const, replaces, provider };
    opened = await openSession(tx, context, settings, command, session);
    return allow(opened.session);
  });
  if (answer.ok && opened) return allow(opened);
  const refused = answer.ok && 'withoutRole' in answer.value ? withoutRole(answer.value.withoutRole) : answer;
  if (refused.ok) throw new Error(`Login ${loginId} was carried out twice`);
  await noteRefusedSignIn(context, cause, refused.violation.code);
  return refused;
}
