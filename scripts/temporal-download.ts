import { TestWorkflowEnvironment } from '@temporalio/testing';

/**
 * Lets the SDK fetch the Temporal command line into the folder given. In a process of its own, because the SDK starts
 * what it fetched, installs its own signal handlers, and has no limit to its patience.
 */
const [version, downloadDir] = process.argv.slice(2);
if (!version || !downloadDir) throw new Error('Usage: temporal-download.ts <version> <folder>');
const server = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', version, downloadDir } },
});
await server.teardown();
