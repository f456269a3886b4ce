import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { sessionRoutes } from './sessions.ts';

/** Every call of the API, one line per noun, in the order of the documentation. */
export function registerRoutes(app: ApiRouter, services: Services): void {
  sessionRoutes(app, services);
}
