import type { ProviderPerson } from '#domain/provider-login.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { type MappedRole, rolesFromClaims } from '#domain/role-mapping.ts';
import type { Cause, OperationContext } from './context.ts';
import { noteRefusedSignIn } from './note-refused-sign-in.ts';
import { type OpenedSession, openSession, type SessionSettings } from './open-session.ts';
import { providerAccount, providerCaller } from './provider-account.ts';
import { followProviderGrants, holdsAnyRole } from './provider-grants.ts';
import { runCommand } from './run-command.ts';

export type SignInWithProvider = {
  /** Of the claimed login, which makes this once. */
  loginId: string;
  person: ProviderPerson;
  roles: readonly MappedRole[];
  userAgent: string | null;
  replaces?: string | undefined;
  cause: Cause;
};

/**
 * Opens a session for whom the provider vouches: finds or makes their account, follows the provider about their roles, and
 * lets nobody in who has none. All of it or nothing.
 */
export async function signInWithProvider(
  context: OperationContext,
  settings: SessionSettings,
  { loginId, person, roles, userAgent, replaces, cause }: SignInWithProvider,
): Promise<Result<OpenedSession>> {
  const command = { commandId: `provider-login:${loginId}`, caller: providerCaller, cause, input: { loginId } };
  let opened: OpenedSession | undefined;
  const answer = await runCommand(context, 'sign-in-with-provider', command, async (tx) => {
    const account = await providerAccount(tx, context, command, person);
    if (!account.ok) return account;
    await followProviderGrants(tx, context, command, account.value.id, rolesFromClaims(roles, person.claims));
    if (!(await holdsAnyRole(tx, account.value.id, context.clock.now()))) {
      const message = `${account.value.name} has no role here: neither by the provider's groups nor by an administrator`;
      return refuse('provider.no-role', message);
    }
    const { issuer, subject, sid } = person;
    const session = { account: account.value, userAgent, replaces, provider: { issuer, subject, sid } };
    opened = await openSession(tx, context, settings, command, session);
    // The token is no part of what is remembered.
    return allow(opened.session);
  });
  if (answer.ok && opened) return allow(opened);
  if (answer.ok) throw new Error(`Login ${loginId} was carried out twice`);
  await noteRefusedSignIn(context, cause, answer.violation.code);
  return answer;
}
