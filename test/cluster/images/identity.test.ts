import { IDENTITY_PARTS } from '../build/identity-parts';
import type { Programs } from '../build/programs';
import { identityImages, otherThanIdentity } from './identity';
import type { Layouts } from './recipes';

const folders = Object.fromEntries(Object.keys(IDENTITY_PARTS).map((part) => [part, `/${part}`]));
const programs = { folders } as Programs;
const layouts: Layouts = {
  static: '/layouts/static',
  shell: '/layouts/shell',
  node: '/layouts/node',
  openbao: '/layouts/openbao',
  postgresql: '/layouts/postgresql',
  keycloak: '/layouts/keycloak',
  'barman-cloud': '/layouts/barman-cloud',
};
const digest = `sha256:${'a'.repeat(64)}`;
const answers = (...references: readonly string[]) => identityImages(references, programs, layouts);

test('a reference is answered under the name that the runtime looks for: its digest, else its tag', () => {
  expect(answers(`quay.io/openbao/openbao:2.7.1@${digest}`)).toEqual([
    { base: '/layouts/openbao', references: [`quay.io/openbao/openbao@${digest}`] },
  ]);
  expect(answers('quay.io/jetstack/cert-manager-webhook:v1.21.2')).toEqual([
    expect.objectContaining({
      references: ['quay.io/jetstack/cert-manager-webhook:v1.21.2'],
      entrypoint: ['/app/cmd/webhook/webhook'],
      user: '1000',
    }),
  ]);
});

test('names of one repository, in whatever registry, are names of one image', () => {
  const [first, ...others] = answers(
    'one.test/keycloak/keycloak:26.8.0',
    'two.test/mirror/keycloak/keycloak:26.8.0',
  );
  expect(others).toEqual([]);
  expect(first?.references).toEqual([
    'one.test/keycloak/keycloak:26.8.0',
    'two.test/mirror/keycloak/keycloak:26.8.0',
  ]);
});

test('a repository is known by its whole name, not by the end of it', () => {
  const [plugin] = answers('ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.15.0');
  const [sidecar] = answers('ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:v0.15.0');
  expect([plugin?.base, sidecar?.base]).toEqual(['/layouts/static', '/layouts/barman-cloud']);
  expect(answers('one.test/other-openbao/openbao:1', 'one.test/openbao:1')).toEqual([]);
});

test('the operator of databases finds itself under the name of its processor', () => {
  const [operator] = answers('ghcr.io/cloudnative-pg/cloudnative-pg:1.30.1');
  const [copy = ''] = Object.keys(operator?.files ?? {});
  expect(copy).toMatch(/^operator\/manager_(amd64|arm64)$/);
  expect(operator?.links).toEqual({ manager: copy });
});

test('what another image must answer is told apart', () => {
  const [own, other] = [`quay.io/openbao/openbao@${digest}`, 'one.test/data-frost/iris:1'];
  expect(answers(own, other).flatMap(({ references }) => references)).toEqual([own]);
  expect(otherThanIdentity([own, other], programs, layouts)).toEqual([other]);
});
