import { secretsStayOut } from '../../../checks/laws/secrets-stay-out';
import { judge } from '../judge';
import { container, deployment, IMAGE, object } from '../objects';
import { spoilt } from '../spoil';

/** Made up here from parts, so that no scanner takes this file for a leak. */
const letters = (count: number) => 'aB3dE5gH7jK9'.repeat(10).slice(0, count);
const PEM = ['-----BEGIN', 'RSA PRIVATE', 'KEY-----'].join(' ');

const config = (key: string, value: string) => object('v1', 'ConfigMap', 'iris', { data: { [key]: value } });
const iris = (fields: object) => deployment('iris', { containers: [container({ ...fields })] });
const variable = (name: string, value: string) => iris({ env: [{ name, value }] });
const fault = (place: string, what: string) => [
  `${place} must not hold ${what} in the clear; keep it in the vault and name a Secret`,
];
const CONTAINER = 'Deployment/iris: `spec.template.spec.containers[0]';

describe('secrets-stay-out', () => {
  test('a Secret has no value', () => {
    const secret = (fields: object) => object('v1', 'Secret', 'iris', { ...fields });
    expect(judge(secretsStayOut, [secret({ type: 'Opaque' }), secret({ data: {} })])).toEqual([]);
    expect(judge(secretsStayOut, [secret({ data: { token: 'eA==' } })])).toEqual(
      fault('Secret/iris: `data`', 'a value'),
    );
    expect(
      judge(secretsStayOut, [
        secret({ data: { key: Buffer.from(`${PEM}\nMIIEpAIBAAK`).toString('base64') } }),
      ]),
    ).toEqual(fault('Secret/iris: `data`', 'a value'));
    expect(judge(secretsStayOut, [secret({ stringData: { token: 'x' } })])).toEqual(
      fault('Secret/iris: `stringData`', 'a value'),
    );
  });

  test.each([
    ['a private key', `${PEM}\nMII`],
    ['a private key', Buffer.from(`${PEM}\nMIIEpAIBAAKCAQEA`).toString('base64')],
    ['a GitHub token', `ghp_${letters(36)}`],
    ['a GitHub token', `github_pat_${letters(22)}_${letters(59)}`],
    ['a GitLab token', `glpat-${letters(20)}`],
    ['an AWS access key', `AKIA${'ABCDEFGH23456723'}`],
    ['a Google API key', `AIza${letters(35)}`],
    ['a Slack token', `xoxb-${letters(12)}`],
    ['a Slack token', `https://hooks.slack.com/services/T${letters(8)}/B${letters(8)}/${letters(24)}`],
    ['an age key', `AGE-SECRET-KEY-1${letters(58).toUpperCase()}`],
    ['a vault token', `hvs.${letters(24)}`],
    ['a vault token', `s.${letters(24)}`],
    ['a JSON Web Token', `eyJ${letters(20)}.eyJ${letters(20)}.${letters(20)}`],
    ['a credential of a request', `Bearer ${letters(24)}`],
    ['an npm token', `npm_${letters(36)}`],
    ['a PyPI token', `pypi-AgEI${letters(60)}`],
    ['a Hugging Face token', `hf_${'abcDEF'.repeat(6).slice(0, 34)}`],
    ['a Docker Hub token', `dckr_pat_${letters(27)}`],
    ['a DigitalOcean token', `dop_v1_${'0123abcd'.repeat(8)}`],
    ['a Stripe key', `sk_live_${letters(24)}`],
    ['a SendGrid key', `SG.${letters(22)}.${letters(43)}`],
    ['an OpenAI or Anthropic key', `sk-ant-api03-${letters(40)}`],
    ['a URL with a password', 'postgres://iris:letmein@database:5432/iris'],
  ])('%s is known wherever it stands', (what, secret) => {
    expect(judge(secretsStayOut, [config('start.sh', `run ${secret}`)])).toEqual(
      fault('ConfigMap/iris: `data.start.sh`', what),
    );
    expect(judge(secretsStayOut, [iris({ args: ['run', secret] })])).toEqual(
      fault(`${CONTAINER}.args[1]\``, what),
    );
    const annotated = { ...iris({}), metadata: { name: 'iris', annotations: { note: secret } } };
    expect(judge(secretsStayOut, [annotated])[0]).toContain(
      `metadata.annotations.note\` must not hold ${what}`,
    );
  });

  test.each([
    IMAGE,
    ['-----BEGIN', 'CERTIFICATE-----\nMIIB'].join(' '),
    Buffer.from(['-----BEGIN', 'CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU'].join(' ')).toString('base64'),
    ['-----BEGIN', 'PUBLIC KEY-----\nMIIB'].join(' '),
    'postgres://iris:$(PASSWORD)@database:5432/iris',
    'https://user:<password>@example.org',
    'http://prometheus.monitoring.svc:9090/api/v1/query?query=up@1',
    'target.getOwnPropertyDescriptor s.getOwnPropertyDescriptor(x)',
    'Bearer authentication is required',
    'sum(rate(secret_token_requests_total{password="x"}[5m]))',
  ])('%s is no secret', (text) => {
    expect(judge(secretsStayOut, [config('notes.txt', text), iris({ args: [text] })])).toEqual([]);
  });

  test.each([
    'DB_PASSWORD',
    'PGPASSWORD',
    'MYSQL_PWD',
    'API_KEY',
    'APIKEY',
    'CLIENT_SECRET',
    'VAULT_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'adminPassword',
    'AZURE_CREDENTIALS',
  ])('a literal under %s is one', (name) => {
    expect(judge(secretsStayOut, [variable(name, 'letmein')])).toEqual(
      fault(`${CONTAINER}.env[0].value\``, `'${name}'`),
    );
  });

  test.each([
    ['PASSWORD_FILE', '/run/secrets/password'],
    ['TOKEN_URL', 'https://sso.example.org/token'],
    ['SECRET_NAME', 'iris'],
    ['MAX_TOKENS', '4096'],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '$(OTHER)'],
    ['TOKEN', '/run/secrets/token'],
    ['REQUIRE_TOKEN', 'true'],
    ['API_KEY', '<your key>'],
    ['TOKEN', 'vault:secret/iris#token'],
  ])('%s with the value %p is none', (name, value) => {
    expect(judge(secretsStayOut, [variable(name, value)])).toEqual([]);
  });

  test.each([
    [['--password=letmein'], 0, 'password'],
    [['--password', 'letmein'], 1, 'password'],
    [['sh', '-c', 'export PGPASSWORD=letmein && psql'], 2, 'PGPASSWORD'],
    [['--client-secret', 'letmein'], 1, 'client-secret'],
  ])('the arguments %p hold one', (args, index, name) => {
    expect(judge(secretsStayOut, [iris({ args })])).toEqual(
      fault(`${CONTAINER}.args[${index}]\``, `'${name}'`),
    );
    expect(judge(secretsStayOut, [iris({ command: args })])).toHaveLength(1);
  });

  test.each([
    [['--password-file=/run/secrets/password', '--webhook-secret=iris/webhook']],
    [['--password=$(PASSWORD)', '--token', '--verbose']],
    [['sh', '-c', 'TOKEN=$(cat /run/secrets/token) API_KEY="$TOKEN" run']],
  ])('the arguments %p hold none', (args) => {
    expect(judge(secretsStayOut, [iris({ args })])).toEqual([]);
  });

  test.each([
    ['DB_PASSWORD', 'letmein', 'DB_PASSWORD'],
    ['application.properties', 'db.url=jdbc:x\ndb.password=letmein\n', 'db.password'],
    ['config.yaml', 'database:\n  password: letmein\n', 'password'],
    ['config.json', '{"user":"iris","password":"letmein"}', 'password'],
    ['app.toml', "api_key = 'letmein'", 'api_key'],
  ])('the entry %s of a ConfigMap holds one', (key, value, name) => {
    expect(judge(secretsStayOut, [config(key, value)])).toEqual(
      fault(`ConfigMap/iris: \`data.${key}\``, `'${name}'`),
    );
  });

  test.each([
    ['application.properties', `db.password=$${'{DB_PASSWORD}'}\ndb.password.file=/run/secrets/db\n`],
    [
      'config.yaml',
      'password: ""\ntoken: {{ .Token }}\nclientSecret: $oidc.clientSecret\npassword:\n  from: file\n',
    ],
    ['reconcile.js', 'const password = read(); const token = "access_token"; send({ password: password });'],
  ])('the entry %s of a ConfigMap holds none', (key, value) => {
    expect(judge(secretsStayOut, [config(key, value)])).toEqual([]);
  });

  test('a password anywhere in values is one, a key of a Secret is none', () => {
    const application = (values: object) =>
      object('argoproj.io/v1alpha1', 'Application', 'grafana', {
        spec: { source: { helm: { valuesObject: values } } },
      });
    expect(judge(secretsStayOut, [application({ adminPassword: 'letmein' })])).toEqual(
      fault('Application/grafana: `spec.source.helm.valuesObject.adminPassword`', "'adminPassword'"),
    );
    expect(judge(secretsStayOut, [application({ passwordSecret: { password: 'password' } })])).toEqual([]);
  });

  test('annotations are no settings', () => {
    const annotations = { 'example.org/api-key': 'iris' };
    const annotated = { ...config('a', 'b'), metadata: { name: 'iris', annotations } };
    expect(judge(secretsStayOut, [annotated])).toEqual([]);
  });

  test('a message never repeats the secret', () => {
    const told = [variable('DB_PASSWORD', 'letmein'), config('a.sh', `hvs.${letters(24)}`)].map((one) =>
      judge(secretsStayOut, [one]).join(),
    );
    expect(told.every((message) => message.length > 0)).toBe(true);
    expect(told.join()).not.toMatch(/letmein|hvs\./);
  });

  test('anything at all can be judged', () => {
    const objects = [
      iris({ args: ['--password', 'x'], env: [{ name: 'TOKEN', value: 'x' }] }),
      config('a', 'b'),
    ];
    for (const spoiled of spoilt([...objects, object('v1', 'Secret', 'iris', { data: { a: 'b' } })])) {
      expect(judge(secretsStayOut, spoiled)).toBeInstanceOf(Array);
    }
  });
});
