import * as destruction from '#api/contracts/destruction-steps.ts';
import * as endings from '#api/contracts/disposal-endings.ts';
import * as contracts from '#api/contracts/disposal-steps.ts';
import { askDisposal } from '#api/http/ask-disposal.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { awaitsApproval, isDisposalOpen, mayBeDestroyed } from '#domain/disposal.ts';
import * as messages from '#workflows/disposal.messages.ts';

/** What people do with a disposal goes through its workflow: it is durable before it acts, and its answer is final. */
export function disposalStepRoutes(app: ApiRouter, services: Services): void {
  app.route(contracts.approveDisposalContract, ({ params, body }, request) =>
    askDisposal(services, request, {
      operation: 'approve-disposal',
      update: messages.approveDisposalUpdate,
      stillWaits: awaitsApproval,
      input: { ...params, ...stated(body) },
    }),
  );

  app.route(destruction.destroyGoodsContract, ({ params, body: { lines, method, place, ...body } }, request) =>
    askDisposal(services, request, {
      operation: 'destroy-goods',
      update: messages.destroyGoodsUpdate,
      stillWaits: mayBeDestroyed,
      input: { ...params, lines, method, place, ...stated(body) },
    }),
  );

  app.route(destruction.witnessDestructionContract, ({ params, body: { confirmed, ...body } }, request) =>
    askDisposal(services, request, {
      operation: 'witness-destruction',
      update: messages.witnessDestructionUpdate,
      stillWaits: isDisposalOpen,
      input: { ...params, confirmed, ...stated(body) },
    }),
  );

  app.route(
    destruction.settleDisposalDifferenceContract,
    ({ params, body: { signingId, reasonCode, ...body } }, request) =>
      askDisposal(services, request, {
        operation: 'settle-disposal-difference',
        update: messages.settleDifferenceUpdate,
        stillWaits: mayBeDestroyed,
        input: { ...params, ...body, ...stated({ signingId, reasonCode }) },
      }),
  );

  app.route(contracts.addDestructionPaperContract, ({ params, body: { kind, documentId, ...body } }, request) =>
    askDisposal(services, request, {
      operation: 'add-destruction-paper',
      update: messages.addPaperUpdate,
      stillWaits: isDisposalOpen,
      input: { ...params, kind, documentId, ...stated(body) },
    }),
  );

  app.route(endings.endDisposalEarlyContract, ({ params, body: { reason, ...body } }, request) =>
    askDisposal(services, request, {
      operation: 'end-disposal-early',
      update: messages.endDisposalEarlyUpdate,
      stillWaits: mayBeDestroyed,
      input: { ...params, reason, ...stated(body) },
    }),
  );

  app.route(endings.extendDisposalContract, ({ params, body: { reason, until, ...body } }, request) =>
    askDisposal(services, request, {
      operation: 'extend-disposal',
      update: messages.extendDisposalUpdate,
      stillWaits: isDisposalOpen,
      input: { ...params, until, reason, ...stated(body) },
    }),
  );

  app.route(contracts.withdrawDisposalContract, ({ params, body: { reason, ...body } }, request) =>
    askDisposal(services, request, {
      operation: 'withdraw-disposal',
      update: messages.withdrawDisposalUpdate,
      stillWaits: isDisposalOpen,
      input: { ...params, reason, ...stated(body) },
    }),
  );

  app.route(contracts.settleDisposalExceptionContract, ({ params, body: { settlement, reason, ...body } }, request) =>
    askDisposal(services, request, {
      operation: 'settle-disposal-exception',
      update: messages.settleDisposalUpdate,
      stillWaits: isDisposalOpen,
      input: { ...params, settlement, reason, ...stated(body) },
    }),
  );
}

/** What was said, without what was left out: the engine carries JSON, and a hash of it tells a repeat. */
const stated = <Body extends Record<string, string | undefined>>(body: Body) =>
  // Every entry that is left is text.
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Body]?: NonNullable<Body[Name]>;
  };
