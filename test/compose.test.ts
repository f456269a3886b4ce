import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

type Service = {
  image: string;
  restart?: string;
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  read_only?: boolean;
};
type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> };

const compose: Compose = parse(read('docker-compose.yml'), { merge: true });
const services = Object.entries(compose.services);
const oneShot = (service: Service) => service.restart === 'no';

test('docker-compose.yml is what the Compose Specification allows', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const { $schema: _, ...schema } = JSON.parse(read('test/compose/compose-spec.json')); // ajv knows draft 7 by another address
  // An anchor of our own is dropped by `<<`, so that what is checked is what an engine sees.
  expect(ajv.validate(schema, compose), JSON.stringify(ajv.errors, null, 2)).toBe(true);
});

test('every image is pinned to a version', () => {
  for (const [name, { image }] of services) expect(image, name).toMatch(/:\d+\.\d+/);
});

test('whatever lasts is watched and started again, except the UI that nothing waits for', () => {
  for (const [name, service] of services.filter(([, each]) => !oneShot(each))) {
    expect(service.restart, name).toBe('unless-stopped');
    if (name !== 'temporal-ui') expect(service.healthcheck, name).toBeDefined();
  }
});

test('a service waits for one that says when it is ready: healthy where it lasts, completed where it does not', () => {
  for (const [name, { depends_on: waitsFor = {} }] of services) {
    for (const [other, { condition }] of Object.entries(waitsFor)) {
      const awaited = compose.services[other];
      expect(awaited, `${name} waits for ${other}`).toBeDefined();
      const expected = awaited && oneShot(awaited) ? 'service_completed_successfully' : 'service_healthy';
      expect(condition, `${name} waits for ${other}`).toBe(expected);
    }
  }
});

test('what must outlive a container lies in a named volume, and what is mounted from here exists', () => {
  for (const [name, { volumes = [] }] of services) {
    for (const volume of volumes) {
      const source = volume.split(':')[0] ?? '';
      if (source.startsWith('./')) expect(existsSync(new URL(`../${source}`, import.meta.url)), source).toBe(true);
      else expect(Object.keys(compose.volumes), `${name}: ${volume}`).toContain(source);
    }
  }
});

test('no password stands in the file, and what serves does not know how to alter tables', () => {
  for (const [name, { environment = {} }] of services) {
    for (const [setting, value] of Object.entries(environment)) {
      if (/PASSWORD|PWD|SECRET/.test(setting)) expect(value, `${name}: ${setting}`).toMatch(/^\$\{\w+:(\?|-\}$)/);
    }
    if (name !== 'prepare') expect(environment, name).not.toHaveProperty('DATABASE_OWNER_URL');
  }
});

test('every value that the file asks for is named in the example', () => {
  const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  const named = [...read('deploy/example.env').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(asked));
});

test('nothing is reached from another machine without a proxy, and the image does not run as root', () => {
  for (const [name, { ports = [] }] of services) for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
  expect(read('Dockerfile')).toMatch(/^USER node$/m);
});

test('the image holds each folder that the API, the workers and the preparation import from', () => {
  const { imports } = JSON.parse(read('package.json')) as { imports: Record<string, string> };
  const folders = Object.keys(imports).flatMap((name) => name.match(/^#(\w+)\//)?.slice(1) ?? []);
  const copied = [...read('Dockerfile').matchAll(/^COPY (\w+) \.\/\w+$/gm)].map(([, name]) => name);
  const allowed = [...read('.dockerignore').matchAll(/^!(\w+)$/gm)].map(([, name]) => name);
  for (const folder of folders.filter((name) => name !== 'test')) {
    expect(copied, folder).toContain(folder);
    expect(allowed, folder).toContain(folder);
  }
});
