import { expect, inject } from 'vitest';
import { receiveGoods } from '#operations/receive-goods.ts';
import { givenApi } from './api.ts';
import { givenContext } from './context.ts';
import { delivery } from './deliveries.ts';
import { givenEngine } from './engine.ts';
import { commandOf } from './lots.ts';
import { importer } from './master-data.ts';
import { changesOf, givenStewards } from './master-data-changes.ts';

/** The API before a worked engine, with stewards and suppliers that were entered twice. */
export async function givenMerges() {
  const api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  const engine = await givenEngine(api.database);
  await engine.workers();
  const people = await givenStewards(api);
  const calls = changesOf(api);
  const context = givenContext(api.database.db);

  let made = 0;
  /** A supplier as it might be entered a second time, under a code of its own. */
  async function givenSupplier(change: object = {}): Promise<string> {
    made += 1;
    const code = `TWIN-${made}`;
    const record = {
      ...{
        code,
        name: `Twin Dairy ${made}`,
        isSupplier: true,
        isCustomer: false,
        gln: '9521301000014',
        plantGln: null,
      },
      ...{ shipToGln: null, duns: null, servesVulnerablePeople: false, otherRequirements: [], riskScore: null },
      ...{ shelfLives: [], overridable: [], blocked: false },
      address: { street: `${made} Mill Road`, city: 'Petaluma', region: 'CA', postalCode: '94952', country: 'US' },
      contacts: [
        {
          name: 'Nora Quill',
          role: 'sales',
          phone: '+1-707-555-0110',
          email: `nora${made}@twin.example`,
          forRecalls: true,
        },
      ],
      ...change,
    };
    const proposed = await calls.propose(people.sara, { kind: 'party', action: 'create', record });
    expect(proposed.body).toMatchObject({ state: 'open' });
    expect((await calls.decide(people.omar, proposed.body.proposalId)).body).toMatchObject({ state: 'approved' });
    return code;
  }

  const versionOf = async (code: string): Promise<number> => {
    const [row] = await api.database.sql`select version from parties where code = ${code}`;
    return Number(row?.version);
  };
  const proposeMerge = async (goes: string, stays: string, by = people.sara) =>
    await calls.propose(by, {
      ...{ kind: 'party', action: 'merge', stays, staysVersion: await versionOf(stays) },
      ...{ goes, goesVersion: await versionOf(goes) },
    });
  async function merged(goes: string, stays: string): Promise<void> {
    const { body } = await proposeMerge(goes, stays);
    expect((await calls.decide(people.omar, body.proposalId)).body).toMatchObject({ state: 'approved' });
  }
  const refusedWith = (answer: { body: Record<string, unknown> }) =>
    (answer.body.errors as { code: string }[] | undefined)?.[0]?.code ?? answer.body.code;

  let lotNumber = 0;
  /** Receives goods named by a supplier's code; the same lot where its number is given. */
  async function received(supplier: string, number = `TW-${++lotNumber}`, more: object = {}) {
    const given = delivery({ supplier, ...more });
    const lines = given.lines.map((line) => ({ ...line, supplierLotNumber: number }));
    const answer = await receiveGoods(context, commandOf(importer, { ...given, lines }));
    if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
    return answer.value;
  }

  return {
    made: () => made,
    ...{ api, people, calls, givenSupplier, versionOf, proposeMerge, merged, refusedWith, received },
    stop: async () => {
      await engine.stop();
      await api.stop();
    },
  };
}
