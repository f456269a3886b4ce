import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policyCatalogue, policyKeys, policyScopeKinds } from '#domain/policies.ts';
import type { DescribedPolicy } from '#domain/policy-definition.ts';
import { installedFloors } from '#domain/policy-floors.ts';
import { policyPreviews } from '#domain/policy-preview.ts';
import { policyScopes } from '#domain/policy-scopes.ts';

/** `vitest run -u test/policies-doc.test.ts` writes the table anew. */
test('docs/policies-table.md tells every policy as it is', async () => {
  const rows = policyKeys.map((key) => {
    const policy: DescribedPolicy = policyCatalogue[key];
    const floor = installedFloors.find((one) => one.key === key);
    const cells = [
      `\`${key}\``,
      boundsOf(policy),
      Array.isArray(policy.installed) ? policy.installed.join(', ') : String(policy.installed),
      policyScopes[key].length === policyScopeKinds.length ? 'each' : policyScopes[key].join(', '),
      policy.stricter,
      floor ? `${floor.value} in ${floor.scopeKey}: ${floor.lawReference}` : '',
      'method' in policyPreviews[key] ? 'yes' : 'no',
      policy.meaning,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = ['Policy', 'Values', 'Installed', 'Set for', 'Stricter', 'Floor by law', 'Preview', 'Meaning'];
  const table = [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows];
  await expect(`# Every policy\n\n${table.join('\n')}\n`).toMatchFileSnapshot('../docs/policies-table.md');
});

test('the page about policies leads to the table', () => {
  expect(readFileSync(new URL('../docs/policies.md', import.meta.url), 'utf8')).toContain('(policies-table.md)');
});

function boundsOf(policy: DescribedPolicy): string {
  if (policy.type === 'number') {
    const places = policy.places === 0 ? 'whole' : `${policy.places} decimals`;
    return `${policy.least} to ${policy.most} ${policy.unit}, ${places}`;
  }
  return policy.type === 'switch'
    ? 'true or false'
    : `${policy.type === 'list' ? 'any of ' : ''}${policy.options.join(', ')}`;
}
