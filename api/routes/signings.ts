import { beginSigningContract } from '#api/contracts/signings.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { beginSigning } from '#operations/begin-signing.ts';

export function signingRoutes(app: ApiRouter, { operations, config }: Services): void {
  app.route(beginSigningContract, ({ body: { password, code, ...signing } }, request) => {
    const command = request.command({ ...signing, sessionId: request.sessionId });
    return beginSigning(operations, config.secrets, { password, code }, command);
  });
}
