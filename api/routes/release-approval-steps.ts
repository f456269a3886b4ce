import { recordReleaseResultsContract, takeBackApprovalContract } from '#api/contracts/release-approval-facts.ts';
import {
  approveReleaseContract,
  extendReleaseContract,
  rejectReleaseContract,
  releaseUrgentlyContract,
  settleReleaseExceptionContract,
} from '#api/contracts/release-approval-steps.ts';
import { askRelease } from '#api/http/ask-release.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { awaitsRelease, isRunningRelease } from '#domain/release-progress.ts';
import { recordReleaseResults } from '#operations/record-release-results.ts';
import { takeBackApproval } from '#operations/take-back-approval.ts';
import {
  approveUpdate,
  extendUpdate,
  rejectUpdate,
  releaseUrgentlyUpdate,
  settleExceptionUpdate,
} from '#workflows/release-approval.messages.ts';
import { defined } from './defined.ts';

/** Results are a fact and need only the database; what people decide goes through the release's workflow. */
export function releaseApprovalStepRoutes(app: ApiRouter, services: Services): void {
  app.route(recordReleaseResultsContract, ({ params, body }, request) =>
    recordReleaseResults(services.operations, request.command({ ...params, ...defined(body) })),
  );

  app.route(approveReleaseContract, ({ params, body: { part, ...body } }, request) =>
    askRelease(services, request, {
      operation: 'approve-release',
      update: approveUpdate,
      stillWaits: awaitsRelease,
      input: { ...params, ...defined(body), ...(part && { part: defined(part) }) },
    }),
  );

  app.route(takeBackApprovalContract, ({ params, body }, request) =>
    takeBackApproval(services.operations, request.command({ ...params, ...defined(body) })),
  );

  app.route(extendReleaseContract, ({ params, body }, request) =>
    askRelease(services, request, {
      operation: 'extend-release',
      update: extendUpdate,
      stillWaits: isRunningRelease,
      input: { ...params, ...defined(body) },
    }),
  );

  app.route(rejectReleaseContract, ({ params, body }, request) =>
    askRelease(services, request, {
      operation: 'reject-release',
      update: rejectUpdate,
      stillWaits: awaitsRelease,
      input: { ...params, ...defined(body) },
    }),
  );

  app.route(releaseUrgentlyContract, ({ params, body: { part, ...body } }, request) =>
    askRelease(services, request, {
      operation: 'release-urgently',
      update: releaseUrgentlyUpdate,
      stillWaits: awaitsRelease,
      input: { ...params, ...defined(body), ...(part && { part: defined(part) }) },
    }),
  );

  app.route(settleReleaseExceptionContract, ({ params, body }, request) =>
    askRelease(services, request, {
      operation: 'settle-release-exception',
      update: settleExceptionUpdate,
      stillWaits: isRunningRelease,
      input: { ...params, ...defined(body) },
    }),
  );
}
