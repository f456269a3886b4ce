import { type ReleaseInEngine, releaseInEngine } from '#db/queries/releases-in-engine.ts';
import { authorize } from '#domain/caller.ts';
import { followRelease, openedRelease } from '#domain/release-progress.ts';
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
    find: async () => {
      const found = await releaseInEngine(services.operations.db, input.releaseId);
      return found && { workflowId: found.workflowId, found, inputOf: goingOn };
    },
    unknown: unknownRelease(input.releaseId),
    mayRead: ({ scope }) => authorize(request.caller, 'release.read', scope),
    stillWaits: ({ standing }) => stillWaits(standing),
  });

/** A run that is begun anew goes on from where the table says that the release stands. */
export function goingOn({ input, standing }: ReleaseInEngine) {
  const opened = openedRelease(input.number, input);
  return { ...input, progress: followRelease(opened, standing, new Date().toISOString()) };
}
