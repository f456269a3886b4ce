import type { RuleCode } from '#domain/rule-codes.ts';
import { accessExplanations } from './explanations/access.ts';
import { disposalsExplanations } from './explanations/disposals.ts';
import { governedExplanations } from './explanations/governed.ts';
import { masterDataExplanations } from './explanations/master-data.ts';
import { masterDataCareExplanations } from './explanations/master-data-care.ts';
import { notificationExplanations } from './explanations/notifications.ts';
import { policiesExplanations } from './explanations/policies.ts';
import { providerExplanations } from './explanations/provider.ts';
import { receivingExplanations } from './explanations/receiving.ts';
import { releasesExplanations } from './explanations/releases.ts';
import { requestExplanations } from './explanations/request.ts';
import { reviewsExplanations } from './explanations/reviews.ts';
import { signaturesExplanations } from './explanations/signatures.ts';
import { stockExplanations } from './explanations/stock.ts';
import { tradeExplanations } from './explanations/trade.ts';
import type { FaultCode } from './problem.ts';

/** A refusal in general: what it is called, and what its reader can do. */
export type Explanation = { title: string; remedy: string };

/** Every code that can be answered. A new rule code does not compile until somebody says what to do about it. */
export const problemExplanations: Record<RuleCode | FaultCode, Explanation> = {
  ...accessExplanations,
  ...providerExplanations,
  ...requestExplanations,
  ...tradeExplanations,
  ...receivingExplanations,
  ...stockExplanations,
  ...reviewsExplanations,
  ...policiesExplanations,
  ...notificationExplanations,
  ...disposalsExplanations,
  ...signaturesExplanations,
  ...masterDataExplanations,
  ...masterDataCareExplanations,
  ...governedExplanations,
  ...releasesExplanations,
};

export const explain = (code: RuleCode | FaultCode): Explanation => problemExplanations[code];
