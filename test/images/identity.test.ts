import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { buildLayouts, type Layouts, type Recipe } from '../cluster/images/recipes';
import { ready, request } from './request';
import { type Container, type Root, type Run, remove, run, start, unpacked } from './sandbox';
import { type Volume, volume } from './volume';

/** What the operator of databases calls: https://github.com/cloudnative-pg/cloudnative-pg/tree/v1.30.1/pkg/management */
const POSTGRESQL = ['initdb', 'pg_basebackup', 'pg_controldata', 'pg_ctl', 'pg_isready', 'pg_rewind', 'psql'];

/** What its plugin calls. */
const BARMAN = [
  'backup',
  'backup-delete',
  'backup-list',
  'check-wal-archive',
  'restore',
  'wal-archive',
  'wal-restore',
];

let layouts: Layouts;
let root: Root;

beforeAll(async () => {
  layouts = await buildLayouts(() => undefined);
});
afterEach(() => root && remove(root));

/** The image as its own user, on a read-only root. */
function open(name: Recipe): (how: Omit<Run, 'network' | 'user'>) => Run {
  root = unpacked(layouts[name]);
  const { User } = root.config;
  return (how) => ({ network: 'none', user: User, ...how });
}

/** What a shell in the image prints; each line of the script must succeed. */
async function shell(name: Recipe, ...script: readonly string[]): Promise<string> {
  const as = open(name)({ command: ['sh', '-ec', script.join('\n')] });
  const { code, output } = await run(root, as);
  if (code !== 0) throw new Error(`${name} must end with 0, but ended with ${code}:\n${output}`);
  return output;
}

test('node runs a module of ES2022 as the user of the distroless image', async () => {
  const module =
    'class A { static #x = [1, 2].at(-1); static x() { return A.#x; } } console.log(await A.x(), os.userInfo())';
  const as = open('node')({
    command: ['/nodejs/bin/node', '--input-type=module', '-e', `import os from "node:os"; ${module}`],
  });
  const { code, output } = await run(root, as);
  expect(output).toMatch(/^2 .*uid: 65532,.*username: 'nonroot'/s);
  expect(code).toBe(0);
});

test('postgresql makes a database, serves it and copies it, and has what its operator calls', async () => {
  const output = await shell(
    'postgresql',
    ...POSTGRESQL.map((name) => `${name} --version`),
    'id -u',
    'initdb --pgdata=/tmp/data --auth=trust > /tmp/initdb.log',
    `echo "archive_command = 'cp %p /tmp/%f'" >> /tmp/data/postgresql.conf`,
    'pg_ctl --pgdata=/tmp/data --options="-k /tmp -c archive_mode=on" --log=/tmp/log --wait start > /tmp/start.log',
    'psql --host=/tmp postgres -Atc "create table t as select 7 as seven; select seven from t; select pg_switch_wal()"',
    `psql --host=/tmp postgres -Atc "select pg_jit_available(); select timezone('Europe/Berlin', timestamptz '2026-07-01 00:00Z')"`,
    'pg_basebackup --host=/tmp --pgdata=/tmp/copy --checkpoint=fast',
    'while ! [ -e /tmp/000000010000000000000001 ]; do sleep 0.2; done; echo archived',
  );
  expect(output).toMatch(/^initdb \(PostgreSQL\) 17\.\d+ /);
  expect(output.split('\n')).toEqual(
    expect.arrayContaining(['26', '7', 'f', '2026-07-01 02:00:00', 'archived']),
  );
});

test('barman-cloud has the commands that the plugin calls, and its modules are there', async () => {
  const output = await shell(
    'barman-cloud',
    ...BARMAN.map((name) => `barman-cloud-${name} --version`),
    'python3 -c "import boto3, lz4, psycopg2, snappy, zstandard; print(psycopg2.apilevel)"',
    'tar --version > /dev/null',
    'id -u',
  );
  expect(output.trimEnd().split('\n')).toEqual([
    ...BARMAN.map((name) => `barman-cloud-${name} 3.20.0`),
    '2.0',
    '26',
  ]);
});

describe('what serves', () => {
  let volumes: Volume[] = [];
  let container: Container | undefined;

  afterEach(async () => {
    await container?.stop();
    for (const one of volumes) one.remove();
    [volumes, container] = [[], undefined];
  });

  const owned = (owner: number) => {
    const made = volume(owner);
    volumes.push(made);
    return made.folder;
  };

  test('openbao reads /openbao/config, and is a vault that nobody has initialised yet', async () => {
    const as = open('openbao');
    const config = {
      storage: { inmem: {} },
      listener: { tcp: { address: '127.0.0.1:8200', tls_disable: true } },
    };
    const env = { BAO_LOCAL: JSON.stringify(config), BAO_ADDR: 'http://127.0.0.1:8200' };
    const write = 'printf %s "$BAO_LOCAL" > /openbao/config/vault.json; exec docker-entrypoint.sh server';
    const run = as({ command: ['sh', '-ec', write], volumes: { '/openbao/config': owned(100) }, env });
    container = start(root, run);
    await ready(container, '/v1/sys/seal-status', 8200);
    expect(await request(container, '/v1/sys/health', undefined, 8200)).toMatchObject({ status: 501 });
    expect(await request(container, '/v1/sys/seal-status', undefined, 8200)).toMatchObject({
      body: expect.stringContaining('"version":"2.7.1"'),
    });
  });

  test('keycloak is built for a database by its own user, and then starts from what was built', async () => {
    const as = open('keycloak');
    const folders = { '/opt/keycloak/lib/quarkus': owned(1000), '/opt/keycloak/data': owned(1000) };
    cpSync(join(root.folder, 'opt/keycloak/lib/quarkus'), folders['/opt/keycloak/lib/quarkus'], {
      recursive: true,
    });
    const built = await run(
      root,
      as({
        command: [...root.config.Entrypoint, 'build', '--db=dev-file', '--health-enabled=true'],
        volumes: folders,
      }),
    );
    expect(built.output).toContain('Server configuration updated and persisted');
    const options = ['--optimized', '--http-enabled=true', '--hostname-strict=false'];
    container = start(
      root,
      as({ command: [...root.config.Entrypoint, 'start', ...options], volumes: folders }),
    );
    await ready(container, '/health/ready', 9000);
    expect(await request(container, '/realms/master', undefined, 8080)).toMatchObject({ status: 200 });
    expect(container.output()).toMatch(/Keycloak 26\.7\.3 on JVM .* started in/);
  });
});
