import { createApiKey } from '#operations/create-api-key.ts';
import { type BenchDatabase, stageManager } from './database.ts';
import { type Program, type Surroundings, secretKey } from './surroundings.ts';

export type StartedApi = Program & {
  /** What every request of a signed-in caller carries. */
  headers: Record<string, string>;
  /** The body of a GET; anything but 200 is a fault. */
  read(path: string): Promise<string>;
  /** How many requests of a route were answered with 200, as the API counts them. */
  answered(route: string): Promise<number>;
};

/** The API as a process of its own, and an API key that may read and receive everywhere. */
export async function startApi(
  surroundings: Surroundings,
  { url, context }: Pick<BenchDatabase, 'url' | 'context'>,
  settings: Record<string, string> = {},
): Promise<StartedApi> {
  const api = await surroundings.program('bench/servers/api.ts', { DATABASE_URL: url, ...settings });
  const answer = await createApiKey(context, secretKey, {
    commandId: 'bench:api-key',
    caller: stageManager,
    cause: {},
    input: { name: 'Benchmark', role: 'integrator' },
  });
  if (!answer.ok) throw new Error(answer.violation.message);
  const headers = { Authorization: `Bearer ${answer.value.key}` };
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${api.port}${path}`, { headers });
    const body = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body}`);
    return body;
  };
  return {
    ...api,
    headers,
    read: get,
    answered: async (route) => {
      const counter = `holdfast_http_request_seconds_count{method="GET",route="${route}",status="200"} `;
      const line = (await get('/metrics')).split('\n').find((one) => one.startsWith(counter));
      return Number(line?.slice(counter.length) ?? 0);
    },
  };
}
