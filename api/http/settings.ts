/** How the API behaves; what differs between installations comes from `config.ts`, tests shorten the rest. */
export type ApiSettings = {
  host: string;
  /** How many proxies in front may be believed about a caller's address; false believes none. */
  trustProxy: number | false;
  bodyLimitBytes: number;
  sessionHours: number;
  sessionIdleMinutes: number;
  /** How long a revocation in another process may go unnoticed here; in this process it counts at once. */
  callerCacheMilliseconds: number;
  requestsPerMinute: number;
  /** For each address, whatever account it tries. */
  signInsPerMinute: number;
  /** How long requests in flight may take to finish when the process is told to stop. */
  drainMilliseconds: number;
  engineTimeoutMilliseconds: number;
};

export const defaultSettings: ApiSettings = {
  host: '127.0.0.1',
  trustProxy: false,
  bodyLimitBytes: 1024 * 1024,
  sessionHours: 12,
  sessionIdleMinutes: 120,
  callerCacheMilliseconds: 2_000,
  requestsPerMinute: 6_000,
  signInsPerMinute: 20,
  drainMilliseconds: 10_000,
  engineTimeoutMilliseconds: 2_000,
};
