import { workDecisions } from '../decision-worker.ts';

await workDecisions('bench-signed', () => ({}));
