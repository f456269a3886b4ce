import type { Contract } from '#api/contracts/contract.ts';
import { needsKey } from '../idempotency-key.ts';

const sampleId = '019a2f3e-7c00-7000-8000-000000000001';

/** The call as one types it, with $HOLDFAST for the address and $TOKEN for the session token or API key. */
export function codeSample(contract: Contract): string {
  const { method, path, right, upload, body, ifMatch, example } = contract;
  const filled = path.replaceAll(/:(\w+)/g, (_match, name: string) => example?.params?.[name] ?? sampleId);
  const query = example?.query ? `?${new URLSearchParams(example.query)}` : '';
  const parts = [
    `curl "$HOLDFAST/v1${filled}${query}"`,
    ...(method === 'get' ? [] : [`-X ${method.toUpperCase()}`]),
    ...(right === 'public' ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(needsKey(contract) ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(ifMatch ? [`-H 'If-Match: "1"'`] : []),
    ...(upload ? [`-H 'Content-Type: ${upload.types[0]}'`, '--data-binary @file'] : []),
    ...(body ? [`-H 'Content-Type: application/json'`, `-d '${asShell(example?.body)}'`] : []),
  ];
  return parts.join(' \\\n  ');
}

const asShell = (value: unknown): string => JSON.stringify(value ?? {}).replaceAll("'", `'\\''`);
