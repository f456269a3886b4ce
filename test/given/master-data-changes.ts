import type { Role } from '#domain/rights.ts';
import type { Answer, GivenApi } from './api.ts';
import { password } from './api.ts';

export const reason = 'The supplier sent its statement of 2026-11-02';

/** People who change master data: two stewards, a quality manager, somebody who may only read, and a steward of one category. */
export async function givenStewards(api: GivenApi) {
  const signed = async (name: string, role: Role) => {
    await api.person(name, [{ role }]);
    return await api.signIn(name);
  };
  const ofCategory = async (name: string, category: string) => {
    const id = await api.person(name, [{ role: 'master_data_steward' }]);
    await api.database.sql`update role_grants set category = ${category} where user_id = ${id}`;
    return await api.signIn(name);
  };
  return {
    sara: await signed('sara', 'master_data_steward'),
    omar: await signed('omar', 'master_data_steward'),
    dana: await signed('dana', 'quality_manager'),
    tess: await signed('tess', 'transport'),
    dry: await ofCategory('dry', 'dry'),
  };
}

/** Calls of one API about changes of master data. */
export function changesOf(api: GivenApi) {
  const post = (path: string, token: string, body: unknown, key?: string): Promise<Answer> =>
    api.call('POST', `/v1${path}`, { token, body, ...(key && { key }) });
  const get = (path: string, token: string): Promise<Answer> => api.call('GET', `/v1${path}`, { token });
  const propose = (token: string, proposal: object, more: object = {}) =>
    post('/master-data-proposals', token, { proposal, reason, ...more });
  const change = async (token: string, kind: 'item' | 'party' | 'location', code: string, fields: object) => {
    const [row] = await api.database.sql`
      select version from ${api.database.sql({ item: 'items', party: 'parties', location: 'locations' }[kind])}
       where code = ${code.split('/').at(-1) ?? code}`;
    return await propose(token, { kind, action: 'change', code, version: Number(row?.version), fields });
  };
  /** Signs what the details of a proposal show now, and answers the id of the signing. */
  const sign = async (token: string, proposalId: unknown, meaning = 'approval'): Promise<string> => {
    const { body } = await get(`/master-data-proposals/${proposalId}`, token);
    const { kind, id, hash: shownHash } = body.toSign as { kind: string; id: string; hash: string };
    const signed = await post('/signings', token, { password, meaning, subjects: [{ kind, id, shownHash }] });
    return String(signed.body.signingId);
  };
  const decide = async (
    token: string,
    proposalId: unknown,
    outcome: 'approve' | 'reject' = 'approve',
    signingId?: string,
    key?: string,
  ) =>
    await post(
      `/master-data-proposals/${proposalId}/decision`,
      token,
      { outcome, reason, signingId: signingId ?? (await sign(token, proposalId)) },
      key,
    );
  return { post, get, propose, change, sign, decide };
}
