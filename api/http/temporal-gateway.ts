import { Client, type ClientOptions, Connection, type ConnectionOptions } from '@temporalio/client';
import { allow, type Result, refuse } from '#domain/result.ts';
import { readEngineFailure } from './engine-failures.ts';

/** The way to the engine, opened when first needed and never in the way of starting: stopping stock needs only the database. */
export type TemporalGateway = {
  /** A connected client, or `engine.unavailable` after about two seconds. */
  client(): Promise<Result<Client>>;
  /**
   * Runs one call against the engine. Its refusals (an update rejected or failed with a rule code) come back as refusals, a
   * lost or missing engine, or one without a worker, as `engine.unavailable`; anything else is a fault and thrown.
   */
  ask<T>(use: (client: Client) => Promise<T>): Promise<Result<T>>;
  /** Whether the engine answers at this moment. */
  reachable(): Promise<boolean>;
  close(): Promise<void>;
};

export type EngineSettings = {
  namespace: string;
  connection: ConnectionOptions;
  plugins?: ClientOptions['plugins'];
  connectMilliseconds: number;
  /** How long a decision may take before the caller is told to ask again with the same key. */
  askMilliseconds: number;
};

const away = () =>
  refuse(
    'engine.unavailable',
    'The engine that carries decisions is away; what is held stays held, nothing was decided',
  );

/** One connection for this process, opened on demand; after a failure the next demand tries again. */
export function createTemporalGateway(settings: EngineSettings): TemporalGateway {
  const { namespace, connectMilliseconds, askMilliseconds, plugins = [] } = settings;
  let opening: Promise<Client> | undefined;

  const open = async (): Promise<Client> => {
    const connection = await Connection.connect({ ...settings.connection, connectTimeout: connectMilliseconds });
    return new Client({ connection, namespace, plugins });
  };

  const client = async (): Promise<Result<Client>> => {
    opening ??= open();
    const mine = opening;
    try {
      return allow(await mine);
    } catch {
      // What went wrong is the engine's business and in its log; here it only means: away.
      if (opening === mine) opening = undefined;
      return away();
    }
  };

  const askWithin = async <T>(milliseconds: number, use: (client: Client) => Promise<T>): Promise<Result<T>> => {
    const connected = await client();
    if (!connected.ok) return connected;
    try {
      return allow(await connected.value.withDeadline(Date.now() + milliseconds, () => use(connected.value)));
    } catch (error) {
      const refusal = readEngineFailure(error);
      if (refusal === 'away') return away();
      if (refusal) return { ok: false, violation: refusal };
      throw error;
    }
  };

  return {
    client,
    ask: (use) => askWithin(askMilliseconds, use),
    reachable: async () =>
      (await askWithin(connectMilliseconds, (connected) => connected.workflowService.getSystemInfo({}))).ok,
    close: async () => {
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      await opened?.connection.close();
    },
  };
}
