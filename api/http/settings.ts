/** How the API behaves; what differs between installations comes from `config.ts`, tests shorten the rest. */
export type ApiSettings = {
  bodyLimitBytes: number;
  /** Memory for all the documents that are uploaded at one time. */
  uploadMemoryBytes: number;
  sessionHours: number;
  sessionIdleMinutes: number;
  /** How long a revocation in another process may go unnoticed here; in this process it counts at once. */
  callerCacheMilliseconds: number;
  requestsPerMinute: number;
  /** How long after fetching the identity provider's keys a token that names an unknown one is not looked up. */
  jwksCooldownMilliseconds: number;
  /** For each address, whatever account it tries. */
  signInsPerMinute: number;
  /** How long requests in flight may take to finish when the process is told to stop. */
  drainMilliseconds: number;
  engineConnectMilliseconds: number;
  /** How long a decision may take before the caller is told to ask again with the same key. */
  engineAskMilliseconds: number;
};

export const defaultSettings: ApiSettings = {
  bodyLimitBytes: 1024 * 1024,
  uploadMemoryBytes: 256 * 1024 * 1024,
  sessionHours: 12,
  sessionIdleMinutes: 120,
  callerCacheMilliseconds: 2_000,
  jwksCooldownMilliseconds: 10_000,
  requestsPerMinute: 6_000,
  signInsPerMinute: 20,
  drainMilliseconds: 10_000,
  engineConnectMilliseconds: 2_000,
  engineAskMilliseconds: 15_000,
};
