import { openServers } from './embedded-servers.ts';
import { runUntilStopped } from './run-until-stopped.ts';

/** `npm start`: everything on this machine, the development server of Temporal on a file. */
await runUntilStopped({ open: openServers, expected: 'about 3 seconds', workers: ['Worker'] });
