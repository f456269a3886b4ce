import type { Tx } from '#db/connect.ts';
import { readCodes } from '#db/queries/master-data-codes.ts';
import { authorize } from '#domain/caller.ts';
import type { MasterData } from '#domain/master-data.ts';
import { checkMasterData } from '#domain/master-data-check.ts';
import { allow, refuseAll } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { writeItems, writeMoney } from './write-items.ts';
import { writeParties } from './write-parties.ts';
import { writePeople } from './write-people.ts';
import { writePlaces } from './write-places.ts';
import { writePolicies } from './write-policies.ts';

/** How many records of each noun were new. */
export type ImportedMasterData = Record<keyof MasterData, number>;

/**
 * Adds the records that are missing, by their codes; those that are there stay as they are, so that an import repeated
 * undoes nobody's edit. Everything or nothing: `request.malformed` carries all problems of all rows.
 */
export function importMasterData(
  context: OperationContext,
  command: Command<MasterData>,
): Promise<Answer<ImportedMasterData>> {
  const { input: data, ...actor } = command;
  return runCommand(context, 'import-master-data', command, async (tx) => {
    const entitled = authorize(command.caller, 'history.import', { siteId: null, entityId: null });
    if (!entitled.ok) return entitled;
    const problems = checkMasterData(data, await readCodes(tx));
    if (problems.length > 0) {
      return refuseAll('request.malformed', `The master data has ${problems.length} problems`, problems);
    }
    const added = await write(tx, context, data, command.caller.id);
    await writeAudit(tx, context, actor, [
      {
        action: 'master_data.imported',
        subjectKind: 'master_data',
        subjectId: command.commandId,
        after: added,
        imported: true,
      },
    ]);
    return allow(added);
  });
}

async function write(
  tx: Tx,
  context: OperationContext,
  data: MasterData,
  importedBy: string,
): Promise<ImportedMasterData> {
  const places = await writePlaces(tx, context, data);
  const parties = await writeParties(tx, context, data);
  const items = await writeItems(tx, context, data);
  const money = await writeMoney(tx, data);
  const policies = await writePolicies(tx, context, data, importedBy);
  const people = await writePeople(tx, context, data, importedBy);
  return { ...places, parties, items, ...money, policies, people };
}
