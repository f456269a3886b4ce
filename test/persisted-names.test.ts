import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { deliveryActivities } from '#activities/deliveries.ts';
import { createActivities } from '#activities/index.ts';
import { policyCatalogue } from '#domain/policies.ts';
import { taskQueues } from '#domain/processes.ts';
import { searchAttributes } from '#domain/search-attributes.ts';
import type { OperationContext } from '#operations/context.ts';
import type { DocumentStore } from '#operations/document-store.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
type Names = Map<string, readonly string[]>;

const filesLike = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
const load = async (path: string): Promise<Record<string, unknown>> =>
  await import(pathToFileURL(`${root}${path}`).href);

/**
 * Names that outlive the program: in rows, running workflows, other systems. A change here is a change for all of those, so
 * it has to be seen: after an intended one, `vitest run -u test/persisted-names.test.ts` writes the list anew.
 */
test('no persisted name changes unseen', async () => {
  const names: Names = new Map();
  await collectWords(names);
  await collectWorkflows(names);
  const deliveries = deliveryActivities(nothing, { publicUrl: '', secrets: [''], webhooks: { allowedHosts: [] } });
  names.set('activities', [...Object.keys(createActivities(nothing, noDocuments)), ...Object.keys(deliveries)]);
  names.set('task queues', Object.values(taskQueues));
  names.set(
    'search attributes',
    Object.entries(searchAttributes).map(([name, type]) => `${name} ${type}`),
  );
  names.set('words of policies', policyWords());
  names.set('audit actions', auditActions());

  for (const [title, list] of names) expect(list, title).not.toEqual([]);
  const sections = [...names].map(([title, list]) => [`# ${title}`, ...[...new Set(list)].sort(), ''].join('\n'));
  await expect(sections.join('\n')).toMatchFileSnapshot('persisted-names.txt');
});

// Making activities only ties them to their context, which nothing here calls for.
const nothing = {} as OperationContext;
const noDocuments = {} as DocumentStore;

/** Every exported list of words: states, kinds, codes, rights. */
async function collectWords(names: Names): Promise<void> {
  for (const path of filesLike('{domain,db/schema}/*.ts'))
    for (const [name, value] of Object.entries(await load(path)))
      if (Array.isArray(value) && value.every((word) => typeof word === 'string')) names.set(name, value);
}

/** Workflow types, and the updates, signals and queries by which they are spoken to. */
async function collectWorkflows(names: Names): Promise<void> {
  names.set('workflow types', Object.keys(await load('workflows/index.ts')));
  for (const path of filesLike('workflows/*.messages.ts')) {
    const messages = Object.values(await load(path)).filter(isMessage);
    if (messages.length > 0)
      names.set(
        path,
        messages.map(({ type, name }) => `${type} ${name}`),
      );
  }
}

const isMessage = (value: unknown): value is { type: string; name: string } =>
  typeof value === 'object' && value !== null && 'type' in value && 'name' in value && typeof value.name === 'string';

const policyWords = (): string[] =>
  Object.entries(policyCatalogue).flatMap(([key, policy]) =>
    'options' in policy ? policy.options.map((option) => `${key} ${option}`) : [],
  );

const auditActions = (): string[] =>
  filesLike('operations/*.ts').flatMap((path) =>
    [...readFileSync(`${root}${path}`, 'utf8').matchAll(/\baction: '([a-z_-]+\.[a-z_-]+)'/g)].map(
      ([, action = '']) => action,
    ),
  );
