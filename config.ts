import { resolve } from 'node:path';
import { z } from 'zod';
import { accountSettings, readAccountSettings } from './config-accounts.ts';
import { deliverySettings, readDelivery } from './config-delivery.ts';
import { identityProviderSettings, readIdentityProvider } from './config-identity-provider.ts';
import { file, onOff, port, postgresUrl, text, url, wholeNumber } from './config-values.ts';

export type Environment = Record<string, string | undefined>;

/** This process's environment with changes, for a program it starts; undefined takes a setting away. */
export const environmentWith = (changes: Environment): Environment => ({ ...process.env, ...changes });

/** Everything wrong with the settings at once, one sentence with its remedy per problem. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** As `Connection.connect` and `NativeConnection.connect` both take it. */
export type TemporalConnection = {
  address: string;
  apiKey?: string;
  tls?: {
    serverNameOverride?: string;
    serverRootCACertificate?: Uint8Array;
    clientCertPair?: { crt: Uint8Array; key: Uint8Array };
  };
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const settings = z.object({
  HOLDFAST_HOME: text.default('.holdfast').transform((path) => resolve(path)),
  HOLDFAST_PORT: port('HOLDFAST_PORT').optional(),
  HOLDFAST_HOST: text.default('127.0.0.1'),
  HOLDFAST_TRUST_PROXY: z
    .string()
    .regex(/^\d$/, 'HOLDFAST_TRUST_PROXY must be the number of proxies in front, from 0 to 9.')
    .transform(Number)
    .default(0),
  HOLDFAST_METRICS_PORT: port('HOLDFAST_METRICS_PORT').optional(),
  HOLDFAST_METRICS_TOKEN: z
    .string()
    .min(20, 'HOLDFAST_METRICS_TOKEN must have at least 20 characters; make one with `openssl rand -hex 24`.')
    .optional(),
  HOLDFAST_AUDIT_SEAL_MINUTES: wholeNumber('HOLDFAST_AUDIT_SEAL_MINUTES', 'minutes', 5),
  HOLDFAST_RETENTION_HOURS: wholeNumber('HOLDFAST_RETENTION_HOURS', 'hours', 24),
  HOLDFAST_PUBLIC_URL: url('HOLDFAST_PUBLIC_URL', /^https?$/, 'https://holdfast.example.com').optional(),
  HOLDFAST_STORY: onOff('HOLDFAST_STORY').default(true),
  HOLDFAST_SECRET: z
    .string()
    .min(32, 'HOLDFAST_SECRET must have at least 32 characters; make one with `openssl rand -hex 32`.')
    .optional(),
  HOLDFAST_PREVIOUS_SECRET: z
    .string()
    .min(32, 'HOLDFAST_PREVIOUS_SECRET must be the value that HOLDFAST_SECRET had before, of at least 32 characters.')
    .optional(),
  HOLDFAST_ADMIN_USERNAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{1,62}$/, 'HOLDFAST_ADMIN_USERNAME must be 2 to 63 letters, digits, dots or hyphens.')
    .default('admin'),
  HOLDFAST_ADMIN_PASSWORD: z
    .string()
    .min(12, 'HOLDFAST_ADMIN_PASSWORD must have at least 12 characters; a few unrelated words make a good one.')
    .optional(),
  HOLDFAST_WORKFLOW_BUNDLE: text.optional(),
  HOLDFAST_API_POOL: wholeNumber('HOLDFAST_API_POOL', 'connections', 20),
  HOLDFAST_WORKER_POOL: wholeNumber('HOLDFAST_WORKER_POOL', 'connections', 20),
  DATABASE_URL: postgresUrl('DATABASE_URL').optional(),
  DATABASE_OWNER_URL: postgresUrl('DATABASE_OWNER_URL').optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/, 'TEMPORAL_ADDRESS must be host:port, such as 127.0.0.1:7233.')
    .optional(),
  TEMPORAL_NAMESPACE: text.default('default'),
  TEMPORAL_API_KEY: text.optional(),
  TEMPORAL_TLS: onOff('TEMPORAL_TLS').optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: file('TEMPORAL_TLS_CLIENT_CERT_PATH').optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: file('TEMPORAL_TLS_CLIENT_KEY_PATH').optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('TEMPORAL_TLS_SERVER_CA_CERT_PATH').optional(),
  TEMPORAL_TLS_SERVER_NAME: text.optional(),
  TEMPORAL_CLI_PATH: text.optional(),
  XDG_CACHE_HOME: text.optional(),
  ...accountSettings,
  ...identityProviderSettings,
  ...deliverySettings,
  LOG_LEVEL: z.enum(logLevels, { error: `LOG_LEVEL must be one of ${logLevels.join(', ')}.` }).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('OTEL_EXPORTER_OTLP_ENDPOINT', /^https?$/, 'http://127.0.0.1:4318').optional(),
});

/** The settings and their consequences. Throws a `ConfigError` that lists every problem. */
function parse(env: Environment, required: Record<string, string>) {
  // An empty variable is one that somebody left blank in a file, not an empty value.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settings.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  for (const [name, remedy] of Object.entries(required))
    if (!given[name]) problems.push(`${name} is missing; ${remedy}`);
  if (!given.TEMPORAL_TLS_CLIENT_CERT_PATH !== !given.TEMPORAL_TLS_CLIENT_KEY_PATH)
    problems.push('TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH go together; set both or neither.');
  const identityProvider = parsed.success ? readIdentityProvider(parsed.data, problems) : undefined;
  const delivery = parsed.success ? readDelivery(parsed.data, problems) : undefined;
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return { ...parsed.data, identityProvider, delivery };
}

type Settings = ReturnType<typeof parse>;

function temporalConnection(given: Settings, address: string): TemporalConnection {
  const { TEMPORAL_API_KEY: apiKey, TEMPORAL_TLS_SERVER_NAME: serverNameOverride } = given;
  const { TEMPORAL_TLS_CLIENT_CERT_PATH: crt, TEMPORAL_TLS_CLIENT_KEY_PATH: key } = given;
  const serverRootCACertificate = given.TEMPORAL_TLS_SERVER_CA_CERT_PATH;
  const tls = {
    ...(serverNameOverride && { serverNameOverride }),
    ...(serverRootCACertificate && { serverRootCACertificate }),
    ...(crt && key && { clientCertPair: { crt, key } }),
  };
  // An API key over plain text would be a password shouted across the network, so it brings TLS with it.
  const wanted = given.TEMPORAL_TLS ?? (apiKey !== undefined || Object.keys(tls).length > 0);
  return { address, ...(apiKey && { apiKey }), ...(wanted && { tls }) };
}

/** What the API and the workers run with. Throws a `ConfigError` that lists every problem. */
export function readConfig(env: Environment = process.env) {
  const given = parse(env, {
    DATABASE_URL: 'set it to the PostgreSQL database, or use `npm start`, which brings its own.',
    TEMPORAL_ADDRESS: 'set it to host:port of the Temporal server, or use `npm start`, which brings its own.',
    HOLDFAST_SECRET: 'make one with `openssl rand -hex 32` and give every API the same.',
  });
  const { DATABASE_URL: databaseUrl = '', TEMPORAL_ADDRESS: address = '', HOLDFAST_SECRET: secret = '' } = given;
  const httpPort = given.HOLDFAST_PORT ?? 4680;
  return {
    home: given.HOLDFAST_HOME,
    /** Where the API listens; the loopback address unless it is to be reached from elsewhere. */
    host: given.HOLDFAST_HOST,
    port: httpPort,
    /** How many proxies in front may be believed about a caller's address. */
    trustedProxies: given.HOLDFAST_TRUST_PROXY,
    publicUrl: given.HOLDFAST_PUBLIC_URL ?? `http://127.0.0.1:${httpPort}`,
    story: given.HOLDFAST_STORY,
    secret,
    /** That secret, and the one before it, whose sessions, keys and boxes go on. */
    secrets: [secret, ...(given.HOLDFAST_PREVIOUS_SECRET ? [given.HOLDFAST_PREVIOUS_SECRET] : [])] as [
      string,
      ...string[],
    ],
    ...readAccountSettings(given),
    /** Where people sign in with their company's account; undefined where there are local accounts only. */
    identityProvider: given.identityProvider,
    logLevel: given.LOG_LEVEL,
    tracesUrl: given.OTEL_EXPORTER_OTLP_ENDPOINT,
    /** Where a worker tells its metrics; the API tells them on its own port. */
    metricsPort: given.HOLDFAST_METRICS_PORT,
    /** With what the figures of the API are read from another machine. */
    metricsToken: given.HOLDFAST_METRICS_TOKEN,
    delivery: given.delivery,
    auditSealMinutes: given.HOLDFAST_AUDIT_SEAL_MINUTES,
    retentionHours: given.HOLDFAST_RETENTION_HOURS,
    /** The workflows as one file, made when an image is built; otherwise workers make it under `home`. */
    workflowBundle: given.HOLDFAST_WORKFLOW_BUNDLE,
    database: {
      url: databaseUrl,
      /** Migrates and loads; the same login unless a separate one is given. */
      ownerUrl: given.DATABASE_OWNER_URL ?? databaseUrl,
      apiPool: given.HOLDFAST_API_POOL,
      workerPool: given.HOLDFAST_WORKER_POOL,
    },
    temporal: { namespace: given.TEMPORAL_NAMESPACE, connection: temporalConnection(given, address) },
  };
}

export type Config = ReturnType<typeof readConfig>;
export type { IdentityProviderConfig } from './config-identity-provider.ts';

/** What `npm start` itself needs to know: which of the servers are somebody else's, and where its own keep their data. */
export function readStartConfig(env: Environment = process.env) {
  const given = parse(env, {});
  return {
    home: given.HOLDFAST_HOME,
    host: given.HOLDFAST_HOST,
    port: given.HOLDFAST_PORT,
    /** Of the first administrator, where no story brings its people. */
    adminUsername: given.HOLDFAST_ADMIN_USERNAME,
    adminPassword: given.HOLDFAST_ADMIN_PASSWORD,
    story: given.HOLDFAST_STORY,
    secret: given.HOLDFAST_SECRET,
    cache: given.XDG_CACHE_HOME,
    databaseUrl: given.DATABASE_URL,
    databaseOwnerUrl: given.DATABASE_OWNER_URL ?? given.DATABASE_URL,
    temporalNamespace: given.TEMPORAL_NAMESPACE,
    temporal: given.TEMPORAL_ADDRESS === undefined ? undefined : temporalConnection(given, given.TEMPORAL_ADDRESS),
    temporalCliPath: given.TEMPORAL_CLI_PATH,
  };
}

export type StartConfig = ReturnType<typeof readStartConfig>;
