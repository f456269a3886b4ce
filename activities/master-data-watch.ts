import type { OperationContext } from '#operations/context.ts';
import { scoreSpecifiedItems } from '#operations/score-specified-items.ts';
import { watchSuppliers } from '#operations/watch-suppliers.ts';
import { step } from './commands.ts';

/** The steps of the watch of master data. Each finds what is left to do, so a repeat needs no command id. */
export const masterDataWatchActivities = (context: OperationContext) => ({
  watchSuppliers: (input: { after: string | null }) => watchSuppliers(context, { ...input, cause: step() }),
  scoreSpecifiedItems: () => scoreSpecifiedItems(context),
});

export type MasterDataWatchActivities = ReturnType<typeof masterDataWatchActivities>;
