import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { sessionRoutes } from './sessions.ts';
import { userRoutes } from './users.ts';

/** Every call of the API, one line per noun, in the order of the documentation. */
export function registerRoutes(app: ApiRouter, services: Services): void {
  sessionRoutes(app, services);
  userRoutes(app, services);
  apiKeyRoutes(app, services);
}
