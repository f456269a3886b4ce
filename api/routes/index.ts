import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { accessRoutes } from './access.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { auditRoutes } from './audit.ts';
import { certificateRoutes } from './certificates.ts';
import { documentRoutes } from './documents.ts';
import { expectedGoodsRoutes } from './expected-goods.ts';
import { lotRoutes } from './lots.ts';
import { masterDataRoutes } from './master-data.ts';
import { masterDataProposalRoutes } from './master-data-proposals.ts';
import { policyRoutes } from './policies.ts';
import { policyChangeRoutes } from './policy-changes.ts';
import { providerSignInRoutes } from './provider-sign-in.ts';
import { qualityRoutes } from './quality.ts';
import { quarantineReviewRoutes } from './quarantine-reviews.ts';
import { receiptRoutes } from './receipts.ts';
import { releaseApprovalRoutes } from './release-approvals.ts';
import { sessionRoutes } from './sessions.ts';
import { signingRoutes } from './signings.ts';
import { stockRoutes } from './stock.ts';
import { taskRoutes } from './tasks.ts';
import { userRoutes } from './users.ts';

/** Every call of the API, one line per noun, in the order of the documentation. */
export function registerRoutes(app: ApiRouter, services: Services): void {
  sessionRoutes(app, services);
  signingRoutes(app, services);
  providerSignInRoutes(app, services);
  userRoutes(app, services);
  accessRoutes(app, services);
  apiKeyRoutes(app, services);
  masterDataRoutes(app, services);
  masterDataProposalRoutes(app, services);
  policyRoutes(app, services);
  policyChangeRoutes(app, services);
  expectedGoodsRoutes(app, services);
  receiptRoutes(app, services);
  documentRoutes(app, services);
  certificateRoutes(app, services);
  lotRoutes(app, services);
  auditRoutes(app, services);
  stockRoutes(app, services);
  qualityRoutes(app, services);
  taskRoutes(app, services);
  quarantineReviewRoutes(app, services);
  releaseApprovalRoutes(app, services);
}
