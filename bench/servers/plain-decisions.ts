import type { CaseRequest } from '#domain/processes.ts';
import type { DecideInput } from '#domain/review-steps.ts';
import { workDecisions } from '../decision-worker.ts';
import { decidePlainly } from '../plain-decision.ts';

await workDecisions('bench-plain', (context) => ({
  decideQuarantineReview: ({ commandId, caller, input }: CaseRequest<DecideInput>) =>
    decidePlainly(context, { commandId, caller: { ...caller, name: caller.id, grants: [] }, cause: {}, input }),
}));
