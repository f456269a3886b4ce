import { inject } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { givenApi, password } from './api.ts';
import { givenContext } from './context.ts';
import { disposalOf } from './disposals.ts';
import { givenEngine } from './engine.ts';
import { readStoryIds } from './master-data.ts';
import { givenHold } from './workflow.ts';

const people = {
  dana: { role: 'quality_manager' },
  ines: { role: 'quality_approver', site: 'EWR' },
  ruth: { role: 'warehouse_lead', site: 'EWR' },
  omar: { role: 'transport' },
  audrey: { role: 'auditor' },
  chi: { role: 'quality_approver', site: 'CHI' },
  cheese: { role: 'auditor', category: 'cheese' },
  jam: { role: 'auditor', category: 'dry' },
  vera: { role: 'finance' },
  west: { role: 'finance', site: 'CHI' },
  dry: { role: 'finance', category: 'dry' },
};
export type DisposalPerson = keyof typeof people;

export type DisposalsApi = Awaited<ReturnType<typeof givenDisposalsApi>>;

/** The API with the engine behind it, and those who take part in a disposal at Newark, or may not. */
export async function givenDisposalsApi() {
  const api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  const engine = await givenEngine(api.database);
  const context = givenContext(api.database.db);
  const ids = await readStoryIds(context);
  await engine.workers();
  const tokens = new Map<DisposalPerson, string>();
  const accounts = new Map<string, string>();
  for (const [name, grant] of Object.entries(people)) {
    accounts.set(name, await api.person(name, [grant]));
    // A key of the record above.
    tokens.set(name as DisposalPerson, await api.signIn(name));
  }
  const token = (by: DisposalPerson) => ({ token: tokens.get(by) ?? '' });
  const get = (path: string, by: DisposalPerson) => api.call('GET', `/v1/${path}`, token(by));
  const post = (path: string, by: DisposalPerson, body: unknown) =>
    api.call('POST', `/v1/${path}`, { ...token(by), body });
  return {
    ...{ api, context, ids, get, post },
    sign: async (by: DisposalPerson, toSign: unknown, meaning: string) => {
      // Of the shape that the page answers.
      const { kind, id, hash } = toSign as { kind: string; id: string; hash: string };
      const subjects = [{ kind, id, shownHash: hash }];
      const { body } = await post('signings', by, { password, meaning, subjects });
      return { signingId: body.signingId };
    },
    /** A disposal that Ines decided of stock that Ruth had held. */
    disposed: async (input: Parameters<typeof givenHold>[1] = {}) => {
      const rights = ['hold.place' as const];
      const grants = [{ role: 'warehouse_lead' as const, rights, entityId: null, siteId: null }];
      const by: Caller = { kind: 'person', id: accounts.get('ruth') ?? '', name: 'ruth', grants };
      const { reviewId } = await givenHold({ context, ids }, { by, ...input });
      await post(`quarantine-reviews/${reviewId}/decision`, 'ines', {
        ...{ outcome: 'dispose', reason: 'Listeria in <b>two</b> of five units' },
        ...(await api.signing(tokens.get('ines') ?? '', reviewId)),
      });
      return { reviewId, disposalId: await disposalOf(context, reviewId) };
    },
    stop: async () => {
      await engine.stop();
      await api.stop();
    },
  };
}
