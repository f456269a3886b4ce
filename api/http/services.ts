import type { Logger } from 'pino';
import type { Config } from '#config';
import type { OperationContext } from '#operations/context.ts';
import type { DocumentStore } from '#operations/document-store.ts';
import type { Callers } from './callers.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { ApiSettings } from './settings.ts';
import type { TemporalGateway } from './temporal-gateway.ts';

/** What routes work with. One set per API process. */
export type Services = {
  config: Config;
  settings: ApiSettings;
  /** Faults and events; redacts. */
  log: Logger;
  /** One line for each request. */
  requestLog: Logger;
  operations: OperationContext;
  documents: DocumentStore;
  temporal: TemporalGateway;
  callers: Callers;
  /** Where there is one. */
  identityProvider: IdentityProvider | undefined;
};
