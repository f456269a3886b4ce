import type { UpdateDefinition } from '@temporalio/common';
import { allHandlersFinished, CancellationScope, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { CaseRequest } from '#domain/processes.ts';
import { type Result, refuse } from '#domain/result.ts';
import { orFail } from './or-fail.ts';
import { waitFor } from './wait-for.ts';

const gaveUp = 'A step could not be carried out although it was tried several times; it may be asked for again';

/** What a workflow says of its case. The frame keeps nothing of it: where it stands is the workflow's to remember and to show. */
export type KeptCase<Standing, Due extends { what: string; at: string }> = {
  isOver(): boolean;
  nextDeadline(): Due | null;
  /** Notes that a deadline was met and carries out what it asks for. */
  meet(deadline: Due): Promise<Result<Standing>>;
  /** Raises an exception task. Its answer tells where the case stands: a failed step may have been done after all. */
  raise(about: string, message: string): Promise<Result<Standing>>;
  follow(standing: Standing, now: string): void;
  /** What people read when somebody has asked the engine to cancel it. */
  stopped: string;
  /** Begins the next run with what this one knows. What a command has done is found by its id in the database: nothing else is carried. */
  goOnAnew(): Promise<void>;
  /** For runs that began before there was a frame: what they do not wake for. */
  wakes?(because: 'told' | 'refused' | 'stopped'): boolean;
};

/** How every long process is kept: people's steps are carried out, deadlines met, problems reported, until the case is over. */
export function caseFrame<Standing, Due extends { what: string; at: string }>(kept: KeptCase<Standing, Due>) {
  let heard = 0;
  let stopAsked = false;
  CancellationScope.current().cancelRequested.catch(() => {
    stopAsked = kept.wakes?.('stopped') ?? true;
  });

  const wake = (because: 'told' | 'refused'): void => {
    if (kept.wakes?.(because) ?? true) heard += 1;
  };

  /** Lets the case follow what a step or the table says. */
  const tell = (standing: Standing): void => {
    kept.follow(standing, new Date().toISOString());
    wake('told');
  };

  const report = async (about: string, message: string): Promise<void> =>
    tell(orFail(await kept.raise(about, message)));

  const carryOut = async <Input, Answer extends Standing>(
    step: (request: CaseRequest<Input>) => Promise<Result<Answer>>,
    request: CaseRequest<Input>,
  ): Promise<Answer> => {
    const answer = await step(request).catch(async () => {
      // With its attempt: the same request sent again may fail again, after the first failure was settled.
      await report(`${request.commandId}:${attemptOf(request)}`, gaveUp);
      return refuse('engine.unavailable', gaveUp);
    });
    if (answer.ok) tell(answer.value);
    else wake('refused');
    return orFail(answer, attemptOf(request));
  };

  const goOnAnew = async (): Promise<void> => {
    await condition(allHandlersFinished);
    if (!kept.isOver()) await kept.goOnAnew();
  };

  return {
    tell,

    /** Before it is durable, a request is asked only what `check` asks: whether it is one, and whether the case still waits for it. */
    accept<Input, Answer extends Standing>(
      update: UpdateDefinition<Answer, [CaseRequest<Input>]>,
      step: (request: CaseRequest<Input>) => Promise<Result<Answer>>,
      check: (request: CaseRequest<Input>) => Result<void>,
    ): void {
      setHandler(update, (request) => CancellationScope.nonCancellable(() => carryOut(step, request)), {
        validator: (request) => orFail(check(request), attemptOf(request)),
      });
    },

    /**
     * Waits for people and for time until the case is over. A workflow that stopped would leave a case that nobody minds: a
     * request to cancel it is reported, not obeyed.
     */
    untilOver: (): Promise<void> =>
      CancellationScope.nonCancellable(async () => {
        while (!kept.isOver()) {
          const before = heard;
          const deadline = kept.nextDeadline();
          const woken = await waitFor(() => heard !== before || stopAsked, deadline?.at ?? null, deadline?.what ?? '');
          if (stopAsked) {
            stopAsked = false;
            await report(`stop-${new Date().toISOString()}`, kept.stopped);
          } else if (!woken && deadline) tell(orFail(await kept.meet(deadline)));
          if (workflowInfo().continueAsNewSuggested) await goOnAnew();
        }
        await condition(allHandlersFinished);
      }),
  };
}

/** What tells one sending of a request from the next. */
const attemptOf = ({ attempt, requestId }: CaseRequest<unknown>): string | undefined => attempt ?? requestId;
