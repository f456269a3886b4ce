import { proposeReleaseConditionsContract, tightenReleaseLimitContract } from '#api/contracts/release-limits.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { proposeConditions } from '#operations/propose-conditions.ts';
import { tightenLimit } from '#operations/tighten-limit.ts';
import { defined } from './defined.ts';

/** Both are facts: tightening stops stock, and proposing frees none. */
export function releaseLimitRoutes(app: ApiRouter, { operations }: Services): void {
  app.route(tightenReleaseLimitContract, ({ params, body }, request) =>
    tightenLimit(operations, request.command({ ...params, ...defined(body) })),
  );

  app.route(proposeReleaseConditionsContract, ({ params, body }, request) =>
    proposeConditions(operations, request.command({ ...params, ...defined(body) })),
  );
}
