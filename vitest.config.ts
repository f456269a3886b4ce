import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks' as const,
  // A hang ends the run; nothing that works comes near this.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  execArgv: ['--disable-warning=ExperimentalWarning'],
};

/** The rules need no servers and do not wait for them; all other tests share one of each. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'rules', include: ['test/domain/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'servers',
          include: ['test/**/*.test.ts'],
          exclude: ['test/domain/**'],
          globalSetup: ['test/setup/servers.ts'],
        },
      },
    ],
  },
});
