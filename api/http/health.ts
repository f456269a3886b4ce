import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import { pendingMigrations } from '#db/queries/pending-migrations.ts';
import type { Services } from './services.ts';

const patienceMilliseconds = 2_000;
/** A prober gives up after a second or so, and the engine's answer is not what it came for. */
const enginePatienceMilliseconds = 300;

/**
 * `/healthz`: this process lives. `/readyz`: it can do its work, which needs the database of this version. The engine is
 * told apart and does not count: without it stock can still be stopped, and that must not be taken off the network.
 */
export function healthRoutes({ operations: { db }, temporal }: Services): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
  router.get('/readyz', async (_req, res) => {
    const [database, engine] = await Promise.all([databaseState(() => pendingMigrations(db)), engineState(temporal)]);
    const ready = database === 'ready';
    res.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'not ready',
      database,
      engine,
    });
  });
  return router;
}

const engineState = (temporal: Services['temporal']): Promise<'ready' | 'unavailable'> =>
  Promise.race([
    temporal.reachable().then((reachable) => (reachable ? ('ready' as const) : ('unavailable' as const))),
    sleep(enginePatienceMilliseconds, 'unavailable' as const, { ref: false }),
  ]);

type DatabaseState = 'ready' | 'not migrated' | 'unavailable';

async function databaseState(pending: () => Promise<number>): Promise<DatabaseState> {
  try {
    return (await within(pending())) === 0 ? 'ready' : 'not migrated';
  } catch (error) {
    const undefinedTable = '42P01';
    const cause = (error as { cause?: { code?: unknown } }).cause;
    return cause?.code === undefinedTable ? 'not migrated' : 'unavailable';
  }
}

function within<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The database did not answer in time')), patienceMilliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
