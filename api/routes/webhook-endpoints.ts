import {
  createWebhookEndpointContract,
  endWebhookEndpointContract,
  listWebhookEndpointsContract,
  rotateWebhookSecretContract,
} from '#api/contracts/webhook-endpoints.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listEndpoints } from '#db/queries/notifications.ts';
import { createWebhookEndpoint } from '#operations/create-webhook-endpoint.ts';
import { endWebhookEndpoint } from '#operations/end-webhook-endpoint.ts';
import { rotateWebhookSecret } from '#operations/rotate-webhook-secret.ts';
import { asPage } from './named-filters.ts';

export function webhookEndpointRoutes(app: ApiRouter, { operations, config }: Services): void {
  const keeping = { secretKey: config.secret, allowedHosts: config.delivery?.webhookHosts ?? [] };

  app.route(createWebhookEndpointContract, ({ body }, request) =>
    createWebhookEndpoint(operations, keeping, request.command(body)),
  );

  app.route(listWebhookEndpointsContract, async ({ query: { cursor, limit } }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    return asPage(await listEndpoints(operations.db, { limit, after: after.value }), encodeCursor);
  });

  app.route(rotateWebhookSecretContract, ({ params }, request) =>
    rotateWebhookSecret(operations, keeping, request.command(params)),
  );

  app.route(endWebhookEndpointContract, ({ params }, request) =>
    endWebhookEndpoint(operations, request.command(params)),
  );
}
