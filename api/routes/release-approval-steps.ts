import {
  approveReleaseContract,
  recordReleaseResultsContract,
  rejectReleaseContract,
  releaseUrgentlyContract,
  settleReleaseExceptionContract,
} from '#api/contracts/release-approval-steps.ts';
import { askRelease } from '#api/http/ask-release.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { awaitsRelease, isRunningRelease } from '#domain/release-progress.ts';
import { recordReleaseResults } from '#operations/record-release-results.ts';
import {
  approveUpdate,
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

  app.route(rejectReleaseContract, ({ params, body }, request) =>
    askRelease(services, request, {
      operation: 'reject-release',
      update: rejectUpdate,
      stillWaits: awaitsRelease,
      input: { ...params, ...defined(body) },
    }),
  );

  app.route(releaseUrgentlyContract, ({ params, body }, request) =>
    askRelease(services, request, {
      operation: 'release-urgently',
      update: releaseUrgentlyUpdate,
      stillWaits: awaitsRelease,
      input: { ...params, ...defined(body) },
    }),
  );

  app.route(settleReleaseExceptionContract, ({ params, body }, request) =>
    askRelease(services, request, {
      operation: 'settle-release-exception',
      update: settleExceptionUpdate,
      stillWaits: isRunningRelease,
      input: { ...params, ...body },
    }),
  );
}
