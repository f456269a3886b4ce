import { startVitest } from 'vitest/node';

/** Plays reviews of every kind through the engine and saves their histories under test/histories, for the replay test. */
const vitest = await startVitest('test', [], {
  config: false,
  run: true,
  include: ['test/setup/save-*histories.ts'],
  globalSetup: ['test/setup/servers.ts'],
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // Only those named so, where a word is given.
  ...(process.argv[2] && { testNamePattern: process.argv[2] }),
});
await vitest.close();
