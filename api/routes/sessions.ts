import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';

export function sessionRoutes(_app: ApiRouter, _services: Services): void {}
