import { type ReleaseInEngine, releasesInEngine } from '#db/queries/releases-in-engine.ts';
import { authorize } from '#domain/caller.ts';
import { releaseAnew } from '#domain/release-progress.ts';
import type { ReleaseAnswer } from '#domain/release-steps.ts';
import type { Result } from '#domain/result.ts';
import { unknownRelease } from '#operations/release-case.ts';
import type { Answer } from '#operations/run-command.ts';
import type { ReleaseUpdate } from '#workflows/release-approval.messages.ts';
import { askCase } from './ask-case.ts';
import type { ApiRequest } from './request.ts';
import type { Services } from './services.ts';

type Step<Input> = {
  operation: string;
  update: ReleaseUpdate<Input>;
  /** Whether the case, as the table has it, waits for this step at all. */
  stillWaits: (release: ReleaseInEngine['standing']) => Result<void>;
  input: Input;
};

/** Carries a person's step to its release and answers its outcome. */
export const askRelease = <Input extends { releaseId: string }>(
  services: Services,
  request: ApiRequest,
  { operation, update, stillWaits, input }: Step<Input>,
): Promise<Answer<ReleaseAnswer> | Result<ReleaseAnswer>> =>
  askCase(services, request, {
    operation,
    update,
    input,
    find: async () => (await releasesInEngine(services.operations.db, [input.releaseId]))[0],
    anew: (found) => releaseAnew(found.input, found.standing, new Date().toISOString()),
    unknown: unknownRelease(input.releaseId),
    mayRead: ({ scope }) => authorize(request.caller, 'release.read', scope),
    stillWaits: ({ standing }) => stillWaits(standing),
  });
