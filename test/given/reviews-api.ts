import { inject } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import type { PlacedHoldAnswer } from '#operations/place-hold.ts';
import { type Answer, type GivenApi, givenApi } from './api.ts';
import { givenContext } from './context.ts';
import { givenEngine } from './engine.ts';
import { readStoryIds } from './master-data.ts';
import { givenHold } from './workflow.ts';

export type GivenReviewsApi = {
  api: GivenApi;
  engine: Awaited<ReturnType<typeof givenEngine>>;
  context: OperationContext;
  /** A hold at Newark, placed by Ruth. */
  held(): Promise<PlacedHoldAnswer>;
  post(path: string, token: string, body: unknown, key?: string): Promise<Answer>;
  stop(): Promise<void>;
};

/** The real API before the shared engine, worked, with Ruth of Newark's warehouse. */
export async function givenReviewsApi(): Promise<GivenReviewsApi> {
  const api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  const engine = await givenEngine(api.database);
  const context = givenContext(api.database.db);
  const ids = await readStoryIds(context);
  await engine.workers();
  const id = await api.person('ruth', [{ role: 'warehouse_lead', site: 'EWR' }]);
  const grants = [{ role: 'warehouse_lead' as const, rights: ['hold.place' as const], entityId: null, siteId: null }];
  const ruth: Caller = { kind: 'person', id, name: 'ruth', grants };
  return {
    ...{ api, engine, context },
    held: () => givenHold({ context, ids }, { by: ruth }),
    post: (path, token, body, key) => api.call('POST', `/v1/${path}`, { token, body, ...(key && { key }) }),
    stop: async () => {
      await engine.stop();
      await api.stop();
    },
  };
}
