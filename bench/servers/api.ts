import { startApi } from '#api/main.ts';
import { readConfig } from '#config';

// As in production, but for the limit of requests per minute: it counts all the same.
const { stop } = await startApi(readConfig(), { settings: { requestsPerMinute: 1_000_000_000 } });
process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
