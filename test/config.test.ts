import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, type Environment, readConfig, readStartConfig } from '#config';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const enough = {
  DATABASE_URL: 'postgres://holdfast_api:secret@db.example.com:5432/holdfast',
  TEMPORAL_ADDRESS: 'temporal.example.com:7233',
  HOLDFAST_SECRET: 's'.repeat(32),
};

function problemsOf(env: Environment, read: (env: Environment) => unknown = readConfig): string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('all that is wrong is told at once, each with its remedy', () => {
  const problems = problemsOf({
    HOLDFAST_PORT: '99999',
    HOLDFAST_STORY: 'maybe',
    HOLDFAST_SECRET: 'short',
    DATABASE_URL: 'mysql://db/holdfast',
    TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere/client.pem',
    LOG_LEVEL: 'loud',
  });
  expect(problems).toEqual([
    'HOLDFAST_PORT must lie between 1 and 65535; set it to a free port.',
    'HOLDFAST_STORY must be "on" or "off".',
    'HOLDFAST_SECRET must have at least 32 characters; make one with `openssl rand -hex 32`.',
    'DATABASE_URL must be an address such as postgres://user:password@host:5432/holdfast.',
    'TEMPORAL_TLS_CLIENT_CERT_PATH names the file /nowhere/client.pem, which cannot be read; correct the path or its permissions.',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
    'TEMPORAL_ADDRESS is missing; set it to host:port of the Temporal server, or use `npm start`, which brings its own.',
    'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH go together; set both or neither.',
  ]);
});

test.each([
  ['HOLDFAST_PORT', 'http'],
  ['HOLDFAST_PORT', '0'],
  ['HOLDFAST_METRICS_PORT', '-1'],
  ['HOLDFAST_PUBLIC_URL', 'holdfast.example.com'],
  ['HOLDFAST_TRUST_PROXY', 'yes'],
  ['HOLDFAST_ADMIN_PASSWORD', 'short'],
  ['HOLDFAST_API_POOL', '0'],
  ['HOLDFAST_WORKER_POOL', 'many'],
  ['HOLDFAST_AUDIT_SEAL_MINUTES', '0'],
  ['HOLDFAST_RETENTION_HOURS', '0'],
  ['DATABASE_OWNER_URL', 'db.example.com'],
  ['TEMPORAL_ADDRESS', 'https://temporal.example.com'],
  ['TEMPORAL_TLS', 'true'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
])('a wrong %s is one sentence that names it: %s', (name, value) => {
  const problems = problemsOf({ ...enough, [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} must .*\\.$`));
});

test('nothing is needed to start with everything embedded, and all three to serve', () => {
  expect(problemsOf({}, readStartConfig)).toEqual([]);
  expect(problemsOf({}).map((problem) => problem.split(' ')[0])).toEqual(Object.keys(enough));
});

test('a variable left blank counts as absent', () => {
  const config = readConfig({ ...enough, HOLDFAST_PORT: '', LOG_LEVEL: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' });
  expect(config).toMatchObject({ port: 4680, logLevel: 'info', tracesUrl: undefined });
  expect(problemsOf({ ...enough, HOLDFAST_SECRET: '' })).toHaveLength(1);
});

test('without a login of its own the owner is the one that serves', () => {
  const ownerUrl = 'postgres://owner:secret@db.example.com:5432/holdfast';
  expect(readConfig(enough).database.ownerUrl).toBe(enough.DATABASE_URL);
  expect(readConfig({ ...enough, DATABASE_OWNER_URL: ownerUrl }).database.ownerUrl).toBe(ownerUrl);
});

test('Temporal is reached as the settings say: plain, with TLS, with certificates, and never with a key in plain text', () => {
  const files = Object.fromEntries(['ca', 'crt', 'key'].map((name) => [name, join(folder, `${name}.pem`)]));
  for (const [name, path] of Object.entries(files)) writeFileSync(path, name);
  const connection = (env: Environment) => readConfig({ ...enough, ...env }).temporal.connection;

  expect(connection({})).toEqual({ address: enough.TEMPORAL_ADDRESS });
  expect(connection({ TEMPORAL_TLS: 'on' })).toEqual({ address: enough.TEMPORAL_ADDRESS, tls: {} });
  expect(connection({ TEMPORAL_API_KEY: 'key' })).toEqual({ address: enough.TEMPORAL_ADDRESS, apiKey: 'key', tls: {} });
  expect(
    connection({
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.ca,
      TEMPORAL_TLS_CLIENT_CERT_PATH: files.crt,
      TEMPORAL_TLS_CLIENT_KEY_PATH: files.key,
      TEMPORAL_TLS_SERVER_NAME: 'temporal.internal',
    }).tls,
  ).toEqual({
    serverNameOverride: 'temporal.internal',
    serverRootCACertificate: Buffer.from('ca'),
    clientCertPair: { crt: Buffer.from('crt'), key: Buffer.from('key') },
  });
});

const provider = {
  ...enough,
  HOLDFAST_OIDC_ISSUER: 'https://login.example.com',
  HOLDFAST_OIDC_CLIENT_ID: 'holdfast',
  HOLDFAST_OIDC_CLIENT_SECRET: 'a secret',
};
const rolesFile = (text: string): string => {
  const path = join(folder, `roles-${Math.abs(text.length)}.json`);
  writeFileSync(path, text);
  return path;
};

test('an identity provider is known by all of its settings or not at all', () => {
  expect(readConfig(enough).identityProvider).toBeUndefined();
  const row = { claim: 'groups', value: 'holdfast-qa', role: 'quality_inspector', site: 'CHI' };
  const HOLDFAST_OIDC_ROLES_PATH = rolesFile(JSON.stringify([row]));
  expect(readConfig({ ...provider, HOLDFAST_OIDC_ROLES_PATH }).identityProvider).toMatchObject({
    issuer: 'https://login.example.com',
    scopes: ['openid', 'profile', 'email'],
    algorithm: 'RS256',
    roles: [row],
  });
  const { HOLDFAST_OIDC_CLIENT_SECRET: _left, ...without } = provider;
  expect(problemsOf(without)).toEqual([
    'HOLDFAST_OIDC_ISSUER, HOLDFAST_OIDC_CLIENT_ID and HOLDFAST_OIDC_CLIENT_SECRET go together; set all of them or none.',
  ]);
});

test.each([
  ['HOLDFAST_OIDC_ISSUER', 'http://login.example.com'],
  ['HOLDFAST_OIDC_ISSUER', 'login.example.com'],
  ['HOLDFAST_OIDC_ALGORITHM', 'HS256'],
  ['HOLDFAST_OIDC_ALGORITHM', 'none'],
  ['HOLDFAST_OIDC_SCOPES', 'profile email'],
  ['HOLDFAST_OIDC_ROLES_PATH', rolesFile('[{"claim":"groups","value":"x","role":"system"}]')],
  ['HOLDFAST_OIDC_ROLES_PATH', rolesFile('[{"claim":"groups","value":"x","role":"auditor","sites":"CHI"}]')],
  ['HOLDFAST_OIDC_ROLES_PATH', rolesFile('groups: x')],
])('%s=%s is refused at the start', (name, value) => {
  const [problem, ...others] = problemsOf({ ...provider, [name]: value });
  expect(problem).toContain(name);
  expect(others).toEqual([]);
});

test('a second factor is asked of the roles that are named, or of everybody, and of no role there is not', () => {
  const rolesOf = (value: string) => readConfig({ ...enough, HOLDFAST_SECOND_FACTOR_ROLES: value }).secondFactorRoles;
  expect([rolesOf(''), rolesOf('everybody'), rolesOf(' administrator quality_manager ')]).toEqual([
    [],
    'everybody',
    ['administrator', 'quality_manager'],
  ]);
  for (const value of ['boss', 'system', 'everybody administrator'])
    expect(problemsOf({ ...enough, HOLDFAST_SECOND_FACTOR_ROLES: value })).toEqual([
      expect.stringContaining('HOLDFAST_SECOND_FACTOR_ROLES must be "everybody", or some of receiver'),
    ]);
  expect(problemsOf({ ...enough, HOLDFAST_PREVIOUS_SECRET: 'short', HOLDFAST_FIRST_PASSWORD_HOURS: '0' })).toHaveLength(
    2,
  );
});

test('a mail server is known by its address and a sender, and webhooks may reach hosts inside by name', () => {
  const given = { ...enough, HOLDFAST_MAIL_FROM: 'Holdfast <holdfast@example.com>' };
  const read = (url: string) => readConfig({ ...given, HOLDFAST_SMTP_URL: url }).delivery?.mail;
  expect(read('smtp://user:p%40ss@mail.example.com')).toEqual({
    host: 'mail.example.com',
    port: 587,
    secure: false,
    auth: { user: 'user', pass: 'p@ss' },
    from: 'Holdfast <holdfast@example.com>',
    tls: 'required',
  });
  expect(read('smtps://[::1]')).toMatchObject({ host: '::1', port: 465, secure: true });
  expect(problemsOf(given)).toEqual(['HOLDFAST_SMTP_URL and HOLDFAST_MAIL_FROM go together; set both or neither.']);
  expect(problemsOf({ ...given, HOLDFAST_SMTP_URL: 'https://mail', HOLDFAST_SMTP_TLS: 'maybe' })).toHaveLength(2);
  expect(readConfig(enough).delivery).toEqual({ mail: undefined, webhookHosts: [], taskWatchSeconds: 30 });
  const allowed = readConfig({ ...enough, HOLDFAST_WEBHOOK_ALLOWED_HOSTS: 'one.inside, two.inside' });
  expect(allowed.delivery?.webhookHosts).toEqual(['one.inside', 'two.inside']);
});
