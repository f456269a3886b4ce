import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, type GivenApi, givenApi } from '#test/given/api.ts';
import { basil, cheese, delivery } from '#test/given/deliveries.ts';

let api: GivenApi;
let helen: string;
let desk: string;
let ruth: string;

beforeAll(async () => {
  api = await givenApi();
  await api.person('helen', [{ role: 'warehouse_lead', site: 'CHI' }]);
  await api.person('ruth', [{ role: 'warehouse_lead', site: 'EWR' }]);
  await api.person('desk', [{ role: 'order_desk' }]);
  helen = await api.signIn('helen');
  ruth = await api.signIn('ruth');
  desk = await api.signIn('desk');
});
afterAll(() => api.stop());

const post = (path: string, token: string, call: Call) => api.call('POST', `/v1${path}`, { token, ...call });
const get = (path: string, token: string) => api.call('GET', `/v1${path}`, { token });
const pdf = Buffer.from('%PDF-1.7\nphotographed on the dock');
const store = (bytes: Uint8Array, query: string, type = 'application/pdf') =>
  post(`/documents?${query}`, helen, { raw: bytes, headers: { 'Content-Type': type } });

test('a receipt above the risk limit is answered with its hold and review, and read with all that belongs to it', async () => {
  const photo = await store(pdf, 'fileName=dock.pdf');
  expect(photo).toMatchObject({ status: 201, body: { alreadyStored: false, mediaType: 'application/pdf' } });
  const documentId = String(photo.body.documentId);
  const made = await post('/receipts', helen, { body: { ...basil(), documentIds: [documentId] } });

  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`/v1/receipts/${made.body.receiptId}`);
  expect(made.body).toMatchObject({
    lines: [
      {
        state: 'quarantined',
        defects: [{ code: 'receipt.supplier-risk', hold: { number: expect.stringMatching(/^H-/) } }],
      },
    ],
  });
  const read = await get(`/receipts/${made.body.receiptId}`, helen);
  expect(read).toMatchObject({
    status: 200,
    body: {
      number: made.body.number,
      receivedByName: 'helen',
      timeZone: 'America/Chicago',
      documents: [{ documentId, fileName: 'dock.pdf' }],
      lines: [
        {
          item: 'BASIL',
          held: true,
          baseQuantity: '60',
          certificates: [{ state: 'given' }],
          defects: [{ hold: { rule: 'supplier_risk', endedAs: null, reviewState: 'open' }, task: null }],
        },
      ],
    },
  });
});

test('the same key again gets the same answer, another body is refused', async () => {
  const body = basil();
  const first = await post('/receipts', helen, { body, key: 'same-key-1' });
  const again = await post('/receipts', helen, { body, key: 'same-key-1' });
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await post('/receipts', helen, { body: basil(), key: 'same-key-1' })).toMatchObject({
    status: 422,
    body: { code: 'idempotency.key-reused' },
  });
});

test('a refused receipt names every problem with code and pointer, and unknown fields are refused', async () => {
  const [line] = basil().lines;
  const refused = await post('/receipts', helen, {
    body: { ...basil(), supplier: 'XXX', lines: [{ ...line, quantity: '0', unit: 'barrel' }] },
  });
  expect(refused).toMatchObject({ status: 422, body: { code: 'receipt.refused' } });
  const errors = refused.body.errors as { code: string; pointer: string }[];
  expect(errors.map(({ code }) => code).sort()).toEqual([
    'quantity.not-positive',
    'quantity.unit-unknown',
    'supplier.unknown',
  ]);
  expect(await post('/receipts', helen, { body: { ...basil(), receivedBy: 'somebody else' } })).toMatchObject({
    status: 400,
  });
  expect(
    await post('/receipts', helen, { body: { ...basil(), history: { receivedBy: 'x', lotCodes: [] } } }),
  ).toMatchObject({ status: 400 });
  expect(await post('/receipts', desk, { body: basil() })).toMatchObject({
    status: 403,
    body: { code: 'access.right-missing' },
  });
});

describe('receipts are listed', () => {
  test('newest first, by keys, with filters', async () => {
    const lines = [cheese({ supplierLotNumber: 'LISTED' })];
    for (let index = 0; index < 3; index++)
      await post('/receipts', ruth, { body: delivery({ lines, number: `L-${index}` }) });
    const numbers = async (query: string) => {
      const { body } = await get(`/receipts?${query}`, ruth);
      return (body.items as { number: string }[]).map(({ number }) => number);
    };
    expect(await numbers('lot=LISTED')).toEqual(['L-2', 'L-1', 'L-0']);
    expect(await numbers('number=L-1&site=EWR&supplier=TGD&owner=MFF&item=GC-BULK')).toEqual(['L-1']);
    expect(await numbers('until=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await numbers('item=BASIL')).toEqual([]);
    const first = await get('/receipts?lot=LISTED&limit=2', ruth);
    expect(await numbers(`lot=LISTED&limit=2&cursor=${first.body.nextCursor}`)).toEqual(['L-0']);
  });

  test('and read by those at whose site they are; for others there are none', async () => {
    const made = await post('/receipts', ruth, { body: delivery() });
    expect(await get(`/receipts/${made.body.receiptId}`, desk)).toMatchObject({ status: 200 });
    expect(await get(`/receipts/${made.body.receiptId}`, helen)).toMatchObject({
      status: 404,
      body: { code: 'receipt.unknown' },
    });
    const { body } = await get('/receipts?limit=200', helen);
    expect((body.items as { site: string }[]).every(({ site }) => site === 'CHI')).toBe(true);
  });

  test('a cursor that no list gave out is refused', async () => {
    const cursor = Buffer.from(JSON.stringify(["1'; drop table lots", 'x'])).toString('base64url');
    for (const path of ['/receipts', '/purchase-orders', '/advance-notices', '/certificates']) {
      expect(await get(`${path}?cursor=${cursor}`, desk)).toMatchObject({
        status: 400,
        body: { code: 'request.cursor-malformed' },
      });
    }
  });
});

test('documents: checked by hash, type and bytes, downloaded as a file that no browser runs', async () => {
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const stored = await store(pdf, `fileName=a.pdf&sha256=${sha256}`);
  expect(stored).toMatchObject({ status: 201, body: { sha256 } });
  expect(await store(pdf, `fileName=a.pdf&sha256=${'0'.repeat(64)}`)).toMatchObject({
    status: 422,
    body: { code: 'document.hash-mismatch' },
  });
  expect(await store(pdf, 'fileName=a.png', 'image/png')).toMatchObject({
    status: 422,
    body: { code: 'document.type-mismatch' },
  });
  expect((await store(pdf, 'fileName=a.html', 'text/html')).status).toBe(415);

  const path = `${api.url}/v1/documents/${stored.body.documentId}`;
  const answer = await fetch(`${path}/content`, { headers: { Authorization: `Bearer ${helen}` } });
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf);
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  const unseen = await fetch(path, { headers: { Authorization: `Bearer ${ruth}` } });
  expect(unseen.status).toBe(404);
});

test('orders, notices and certificates are told and read back', async () => {
  const order = {
    number: 'PO-API',
    site: 'CHI',
    owner: 'FTB',
    supplier: 'GHF',
    lines: [{ item: 'BASIL', quantity: '4', unit: 'case' }],
  };
  const made = await post('/purchase-orders', desk, { body: order });
  expect(made).toMatchObject({ status: 201, body: { number: 'PO-API' } });
  expect(await post('/purchase-orders', desk, { body: order })).toMatchObject({ status: 409 });
  expect(
    await post('/advance-notices', desk, { body: { ...order, number: 'ASN-API', purchaseOrder: 'PO-API' } }),
  ).toMatchObject({ status: 201 });
  const receipt = await post('/receipts', helen, { body: { ...basil(), advanceNotice: 'ASN-API' } });
  expect(await get(`/purchase-orders/${made.body.id}`, desk)).toMatchObject({
    body: { open: false, lines: [{ expectedQuantity: '60', receivedQuantity: '60' }] },
  });
  expect(await get('/advance-notices?open=true', desk)).toMatchObject({ body: { items: [], nextCursor: null } });

  const [line] = receipt.body.lines as { lotCode: string }[];
  const body = { lot: line?.lotCode, kind: 'health_certificate', number: 'HC-1' };
  const certificate = await post('/certificates', helen, { body });
  expect(certificate).toMatchObject({ status: 201, body: { state: 'given', lotCode: line?.lotCode } });
  expect(await get(`/certificates?lot=${line?.lotCode}&kind=health_certificate`, helen)).toMatchObject({
    body: { items: [{ number: 'HC-1' }] },
  });
  expect((await get(`/certificates/${certificate.body.certificateId}`, ruth)).status).toBe(404);
  const reason = 'Issued for another lot by mistake';
  expect(
    await post(`/certificates/${certificate.body.certificateId}/withdrawal`, helen, { body: { reason } }),
  ).toMatchObject({
    status: 201,
    body: { holdNumber: expect.stringMatching(/^H-/), reviewNumber: expect.stringMatching(/^QR-/) },
  });
});
