import {
  enrolSecondFactorContract,
  proveSecondFactorContract,
  readSecondFactorContract,
  removeSecondFactorContract,
  renewRecoveryCodesContract,
  resetSecondFactorContract,
} from '#api/contracts/second-factor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { secondFactorState } from '#db/queries/second-factor-state.ts';
import { allow, refuse } from '#domain/result.ts';
import { secondFactorAsked } from '#domain/second-factor.ts';
import { enrolSecondFactor } from '#operations/enrol-second-factor.ts';
import { proveSecondFactor } from '#operations/prove-second-factor.ts';
import { removeSecondFactor, resetSecondFactor } from '#operations/remove-second-factor.ts';
import { renewRecoveryCodes } from '#operations/renew-recovery-codes.ts';

const noSession = refuse('session.unknown', 'An API key has no session');

export function secondFactorRoutes(app: ApiRouter, { operations, config, callers }: Services): void {
  const { secrets: secretKeys, secondFactorRoles } = config;

  app.route(readSecondFactorContract, async (_asked, { caller, sessionId }) => {
    if (sessionId === null) return noSession;
    const { provedAt, recoveryCodesLeft } = await secondFactorState(operations.db, caller.id);
    return allow({
      enrolledAt: provedAt?.toISOString() ?? null,
      recoveryCodesLeft,
      askedFor: secondFactorAsked(secondFactorRoles, caller.grants),
    });
  });

  app.route(enrolSecondFactorContract, async ({ body }, request) =>
    request.sessionId === null ? noSession : enrolSecondFactor(operations, secretKeys, body, request.command(null)),
  );

  app.route(proveSecondFactorContract, async ({ body: { code } }, request) => {
    if (request.sessionId === null) return noSession;
    const command = request.command({ sessionId: request.sessionId });
    const confirmed = await proveSecondFactor(operations, secretKeys, code, command);
    callers.forget();
    return confirmed;
  });

  app.route(renewRecoveryCodesContract, async ({ body }, request) =>
    request.sessionId === null ? noSession : renewRecoveryCodes(operations, secretKeys, body, request.command(null)),
  );

  app.route(removeSecondFactorContract, async ({ body }, request) => {
    if (request.sessionId === null) return noSession;
    const command = request.command({ sessionId: request.sessionId });
    const removed = await removeSecondFactor(operations, { secretKeys, secondFactorRoles }, body, command);
    callers.forget();
    return removed;
  });

  app.route(resetSecondFactorContract, async ({ params, body }, request) => {
    const reset = await resetSecondFactor(operations, request.command({ ...params, ...body }));
    callers.forget();
    return reset;
  });
}
