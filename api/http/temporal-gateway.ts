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

/** It was asked and has not answered, so it may still be carried out. */
const unanswered = () =>
  refuse(
    'engine.unavailable',
    'The engine has not answered in time; whether it counted is told to whoever sends the same again with the same key',
  );

/** gRPC would pause up to two minutes between attempts: minutes of refusals after an outage that is over. */
const channelArgs = { 'grpc.max_reconnect_backoff_ms': 1_000 };

/** One connection for this process, opened on demand; after a failure the next demand tries again. */
export function createTemporalGateway(settings: EngineSettings): TemporalGateway {
  const { namespace, connectMilliseconds, askMilliseconds, plugins = [] } = settings;
  let opening: Promise<Client> | undefined;

  const open = async (): Promise<Client> => {
    const connection = await Connection.connect({
      ...settings.connection,
      channelArgs,
      connectTimeout: connectMilliseconds,
    });
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

  /** The SDK tries again until its deadline, also where nobody listens, so the engine is asked for a sign of life first. */
  const living = async (): Promise<Result<Client>> => {
    const connected = await client();
    if (!connected.ok) return connected;
    try {
      const deadline = Date.now() + connectMilliseconds;
      await connected.value.withDeadline(deadline, () => connected.value.workflowService.getSystemInfo({}));
      return connected;
    } catch (error) {
      if (readEngineFailure(error) === 'away') return away();
      throw error;
    }
  };

  const ask = async <T>(use: (client: Client) => Promise<T>): Promise<Result<T>> => {
    const connected = await living();
    if (!connected.ok) return connected;
    try {
      return allow(await connected.value.withDeadline(Date.now() + askMilliseconds, () => use(connected.value)));
    } catch (error) {
      const refusal = readEngineFailure(error);
      if (refusal === 'away') return unanswered();
      if (refusal) return { ok: false, violation: refusal };
      throw error;
    }
  };

  return {
    client,
    ask,
    reachable: async () => (await living()).ok,
    close: async () => {
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      await opened?.connection.close();
    },
  };
}
