import { disposalsInEngine } from '#db/queries/disposals-in-engine.ts';
import { authorize, eachCategory } from '#domain/caller.ts';
import type { DisposalState } from '#domain/disposal.ts';
import { disposalAnew } from '#domain/disposal-progress.ts';
import type { DisposalAnswer } from '#domain/disposal-steps.ts';
import { type Result, refuse } from '#domain/result.ts';
import type { Answer } from '#operations/run-command.ts';
import type { DisposalUpdate } from '#workflows/disposal.messages.ts';
import { askCase } from './ask-case.ts';
import type { ApiRequest } from './request.ts';
import type { Services } from './services.ts';

type Step<Input> = {
  operation: string;
  update: DisposalUpdate<Input>;
  /** Whether the case, as the table has it, waits for this step at all. */
  stillWaits: (disposal: { number: string; state: DisposalState }) => Result<void>;
  input: Input;
};

/** Carries a person's step to its disposal and answers its outcome. */
export const askDisposal = <Input extends { disposalId: string }>(
  services: Services,
  request: ApiRequest,
  { operation, update, stillWaits, input }: Step<Input>,
): Promise<Answer<DisposalAnswer> | Result<DisposalAnswer>> =>
  askCase(services, request, {
    operation,
    update,
    input,
    find: async () => (await disposalsInEngine(services.operations.db, [input.disposalId]))[0],
    anew: (found) => disposalAnew(found.input, found.standing, new Date().toISOString()),
    unknown: refuse('disposal.unknown', `There is no disposal ${input.disposalId}`),
    mayRead: ({ siteId }) =>
      authorize(request.caller, 'disposal.read', { siteId: siteId ?? undefined, category: eachCategory }),
    stillWaits: ({ standing }) => stillWaits({ number: standing.disposalNumber, state: standing.state }),
  });
