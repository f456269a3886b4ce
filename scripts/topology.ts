import { join } from 'node:path';
import { openProductionServers } from './production-engine.ts';
import { runUntilStopped } from './run-until-stopped.ts';

/**
 * `npm run topology`: what docker-compose.yml describes, on this machine and without containers: PostgreSQL, the
 * production server of Temporal on it, the API and two workers, each a process of its own. In a folder of its own.
 */
await runUntilStopped(
  { open: openProductionServers, expected: 'about 15 seconds', workers: ['Worker 1', 'Worker 2'] },
  (config) => ({ ...config, home: join(config.home, 'topology') }),
);
