import { Connection, type ConnectionOptions, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { searchAttributes } from '#domain/search-attributes.ts';
import type { Log } from './progress.ts';

/** Finished processes stay findable in Temporal this long; their record in the database stays for ever. */
const retention = '90 days';

/** The numbers of Temporal's own API for the types of search attributes. */
const indexedValueType = { Keyword: 2, KeywordList: 7 } as const;

const alreadyExists = 6;
const beyondOurRights = [7, 12]; // permission denied, unimplemented: Temporal Cloud keeps these to its own console

/** Makes the namespace, its retention and its search attributes what they must be. Safe to repeat. */
export async function prepareNamespace(options: ConnectionOptions, namespace: string, log: Log): Promise<void> {
  const connection = await Connection.connect(options);
  try {
    await makeNamespace(connection, namespace);
    await addAttributes(connection, namespace);
  } catch (error) {
    if (!isGrpcServiceError(error) || !beyondOurRights.includes(error.code)) throw error;
    const list = Object.entries(searchAttributes).map(([name, type]) => `${name} (${type})`);
    log(`The namespace ${namespace} is not ours to set up; it must have the search attributes ${list.join(', ')}.`);
  } finally {
    await connection.close();
  }
}

async function makeNamespace({ workflowService }: Connection, namespace: string): Promise<void> {
  const workflowExecutionRetentionPeriod = msToTs(retention);
  try {
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  } catch (error) {
    if (!isGrpcServiceError(error) || error.code !== alreadyExists) throw error;
    // The development server makes its namespace with 24 hours.
    await workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: workflowExecutionRetentionPeriod },
    });
  }
}

async function addAttributes({ operatorService }: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return;
  const wanted = Object.fromEntries(missing.map(([name, type]) => [name, indexedValueType[type]]));
  await operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
}
