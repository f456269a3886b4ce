import type { Client } from '@temporalio/client';
import type { Result } from '#domain/result.ts';

/** The way to the engine, opened when first needed and never in the way of starting: stopping stock needs only the database. */
export type TemporalGateway = {
  /** A connected client, or `engine.unavailable` after about two seconds. */
  client(): Promise<Result<Client>>;
  /**
   * Runs one call against the engine. Its refusals (an update rejected or failed with a rule code) come back as refusals,
   * a lost or missing engine as `engine.unavailable`; anything else is a fault and thrown.
   */
  ask<T>(use: (client: Client) => Promise<T>): Promise<Result<T>>;
  close(): Promise<void>;
};
