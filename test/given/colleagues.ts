import { type Answer, type Call, type GivenApi, givenApi } from './api.ts';
import { givenContext } from './context.ts';
import { givenStory, type StoryIds } from './master-data.ts';

export type Who = 'floor' | 'lead' | 'boss';

export type GivenColleagues = {
  api: GivenApi;
  ids: StoryIds;
  people: Record<Who, string>;
  get(path: string, who?: Who): Promise<Answer>;
  post(path: string, body: unknown, who?: Who, key?: string): Promise<Answer>;
  /** With If-Match where a version is given. */
  put(path: string, body: unknown, version: number | null, who?: Who): Promise<Answer>;
  remove(path: string, who?: Who, version?: number): Promise<Answer>;
};

/** The API with somebody of quality at Newark, a quality manager and an administrator. */
export async function givenColleagues(env: Record<string, string> = {}): Promise<GivenColleagues> {
  const api = await givenApi({}, env);
  const ids = await givenStory(givenContext(api.database.db));
  const people = {
    floor: await api.person('floor', [{ role: 'quality_approver', site: 'EWR' }]),
    lead: await api.person('lead', [{ role: 'quality_manager' }]),
    boss: await api.person('boss', [{ role: 'administrator' }]),
  };
  const tokens = { floor: await api.signIn('floor'), lead: await api.signIn('lead'), boss: await api.signIn('boss') };
  const call = (method: string, path: string, who: Who, given: Call) =>
    api.call(method, `/v1${path}`, { token: tokens[who], ...given });
  const ifMatch = (version: number | null | undefined) =>
    version === null || version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } };
  return {
    api,
    ids,
    people,
    get: (path, who = 'floor') => call('GET', path, who, {}),
    post: (path, body, who = 'floor', key) => call('POST', path, who, { body, ...(key && { key }) }),
    put: (path, body, version, who = 'lead') => call('PUT', path, who, { body, ...ifMatch(version) }),
    remove: (path, who = 'lead', version) => call('DELETE', path, who, ifMatch(version)),
  };
}

export const codeOf = ({ status, body }: Answer): string => `${status} ${body.code}`;
export const itemsOf = ({ body }: Answer) => body.items as Record<string, unknown>[];
