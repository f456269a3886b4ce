import type { Contract } from '#api/contracts/contract.ts';
import { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { registerRoutes } from '#api/routes/index.ts';

/** Every contract of the API, as its routes register them. Handlers are not called, so nothing stands behind the services. */
export function givenContracts(): readonly Contract[] {
  const app = new ApiRouter();
  registerRoutes(app, { config: {}, settings: {}, operations: {} } as unknown as Services);
  return app.routes.map(({ contract }) => contract);
}
