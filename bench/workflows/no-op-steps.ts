import { allHandlersFinished, condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

export const stepUpdate = defineUpdate<number, [number]>('step');
export const noOpTaskQueue = 'bench-no-op';

// As the steps of a review: one regular activity inside each update.
const { doNothing } = proxyActivities<{ doNothing(step: number): Promise<number> }>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});

/** Waits for so many updates, each of which runs an activity that does nothing, and ends. */
export async function noOpSteps(steps: number): Promise<number> {
  let done = 0;
  setHandler(stepUpdate, async (step) => {
    const answer = await doNothing(step);
    done += 1;
    return answer;
  });
  await condition(() => done === steps);
  await condition(allHandlersFinished);
  return done;
}
