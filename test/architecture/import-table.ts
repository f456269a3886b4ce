/** What a folder may import: our own places, places it may take types of, and packages. `anything` where no fence is needed. */
export type ImportRow = { own: readonly string[]; types: readonly string[]; packages: readonly string[] } | 'anything';

/**
 * House style, section 2, as data. A place is a folder (`domain`), a file (`db/connect.ts`) or a pattern with one star
 * (`workflows/*.messages.ts`); a folder always may import itself. `node:` stands for every built-in module.
 */
export const importTable: Record<string, ImportRow> = {
  domain: { own: [], types: [], packages: ['decimal.js'] },
  db: { own: ['domain'], types: [], packages: ['drizzle-orm', 'postgres', 'uuid', 'node:'] },
  // argon2 hashes passwords inside the transaction that checks them; node: brings hashes and the document files.
  operations: {
    own: ['domain', 'db'],
    types: [],
    // The last two know the codes of authenticators and the commonest passwords.
    packages: ['drizzle-orm', '@node-rs/argon2', 'node:', 'otpauth', '@zxcvbn-ts/language-common'],
  },
  workflows: { own: ['domain'], types: ['activities'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  papers: { own: ['domain'], types: [], packages: ['csv-stringify', 'write-excel-file', 'pdfkit', 'node:'] },
  activities: {
    own: ['domain', 'db', 'operations', 'papers'],
    types: [],
    // node: resolves and connects to where webhooks go, so that the address that was looked at is the one that is used.
    packages: [
      '@temporalio/activity',
      '@temporalio/common',
      '@opentelemetry/api',
      'nodemailer',
      'standardwebhooks',
      'pino',
      'node:',
    ],
  },
  api: {
    own: ['domain', 'db/queries', 'operations', 'papers', 'workflows/*.messages.ts'],
    types: ['config.ts', 'db'],
    packages: [
      // tables that are uploaded
      'csv-parse',
      'read-excel-file',
      'decimal.js',
      'express',
      'express-rate-limit',
      'helmet',
      'zod',
      '@asteasolutions/zod-to-openapi',
      '@scalar/api-reference',
      '@temporalio/client',
      '@temporalio/common',
      '@opentelemetry/api',
      'jose',
      'openid-client',
      'pino',
      'pino-http',
      'prom-client',
      'node:',
    ],
  },
  web: { own: ['domain', 'api/contracts'], types: [], packages: ['react', 'react-dom'] },
  cli: { own: ['api/contracts', 'config.ts'], types: [], packages: ['commander', 'node:'] },
  workers: {
    own: ['domain', 'db', 'operations', 'workflows', 'activities', 'papers', 'config.ts'],
    types: [],
    packages: [
      '@temporalio/worker',
      '@temporalio/client',
      '@temporalio/common',
      '@temporalio/interceptors-opentelemetry',
      '@opentelemetry',
      'drizzle-orm',
      'pino',
      'postgres',
      'prom-client',
      'node:',
    ],
  },
  // Roles that a setting names are checked at the start, not at the first sign-in.
  'config.ts': {
    own: ['domain/rights.ts', 'domain/role-mapping.ts', 'domain/sign-in.ts'],
    types: [],
    packages: ['zod', 'node:'],
  },
  scripts: 'anything',
  bench: 'anything',
  test: 'anything',
  'drizzle.config.ts': 'anything',
  'vitest.config.ts': 'anything',
};

/** Single files that tie things together and so reach further than their folder. */
export const widerFiles: Record<string, { own: readonly string[]; packages: readonly string[] }> = {
  // Connect the database, read the settings, and give every operation its clock and its ids.
  'api/main.ts': { own: ['config.ts', 'db', 'workers/telemetry.ts'], packages: ['uuid'] },
  'workers/main.ts': { own: [], packages: ['uuid'] },
};

/** Nothing but these may import scripts, bench or tests. */
export const outermost = ['scripts', 'bench', 'test', 'drizzle.config.ts', 'vitest.config.ts'];

/** What else than an activity may call a decision, and why. */
export const otherDeciders: Record<string, readonly string[]> = {
  // Reconciliation makes visible that a process stopped. It frees nothing.
  workers: [
    'operations/raise-exception-task.ts',
    'operations/raise-release-exception.ts',
    'operations/raise-disposal-exception.ts',
    'operations/raise-policy-change-exception.ts',
    'operations/raise-proposal-exception.ts',
  ],
};

/** First words of operations that decide: only activities may call them (laws 1 and 2). The others are facts. */
export const decidingVerbs = [
  'add-destruction',
  'advance',
  'answer-review',
  'approve',
  'cancel',
  'carry-out',
  'close',
  'confirm',
  'decide',
  'destroy',
  'dispose',
  'end-review',
  'escalate',
  'extend',
  'lift',
  'raise',
  'reject-release',
  'release-urgently',
  'remind',
  'reopen',
  'settle-disposal',
  'settle-release',
  'settle-review',
  'take-disposal',
  'withdraw-disposal',
  'witness',
];
