import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fleet, removeFolder, start, stateFolder } from './fleet';
import { fleetHere } from './in-process';

const state = stateFolder();
const env: NodeJS.ProcessEnv = { ...process.env, FLEET_DIR: state, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
afterAll(() => removeFolder(state));

const cases: [string, string[], RegExp][] = [
  ['an unknown command', ['rolout'], /unknown command 'rolout'\s+\(Did you mean rollout\?\)/],
  ['an unknown flag', ['plan', '--evn', 'dev'], /unknown option '--evn'\s+\(Did you mean --env\?\)/],
  ['a flag without its value', ['plan', '--env'], /argument missing/],
  ['too many arguments', ['check', 'dev'], /too many arguments/],
  ['no command', [], /Usage: fleet/],
  ['no subcommand', ['local'], /Usage: fleet local/],
  ['no environment', ['plan'], /no environment given\n.*dev, prod, staging/],
  [
    'an unknown environment',
    ['rollout', '--env', 'test', '--yes'],
    /no environment "test"\n.*dev, prod, staging/,
  ],
  [
    'an unknown region',
    ['plan', '--env', 'dev', '--region', 'mars'],
    /--region mars matches nothing in dev\n.*eu-/,
  ],
  ['an unknown tenant', ['plan', '--env', 'dev', '--tenant', 'nobody'], /--tenant nobody matches nothing/],
  [
    'a parallelism that is not a number',
    ['plan', '--env', 'dev', '--parallel', 'two'],
    /--parallel.*whole number/,
  ],
  ['an invalid port', ['local', 'up', '--port', '65536'], /--port.*0 to 65535/],
  ['a rollout without terminal or --yes', ['rollout', '--env', 'dev'], /no terminal.*\n.*--yes/],
  ['no subcommand of user', ['user'], /Usage: fleet user/],
  ['a sign-out without environment', ['user', 'revoke', '--flow', 'customer'], /no environment given/],
  [
    'a sign-out without flow',
    ['user', 'revoke', '--env', 'dev', '--user', 'x'],
    /no flow is named\n.*--flow/,
  ],
  ['a sign-out without user', ['user', 'revoke', '--env', 'dev', '--flow', 'internal'], /no user is named/],
  [
    'an unknown flow',
    ['user', 'revoke', '--env', 'dev', '--flow', 'staff', '--user', 'x'],
    /--flow.*'staff' is invalid.*customer, internal/,
  ],
  [
    'a sign-out of a service',
    ['user', 'revoke', '--env', 'dev', '--flow', 'machine', '--user', 'billing'],
    /has no users.*\n.*"status": "suspended".*at most 30 minutes/,
  ],
  [
    'a sign-out without tenant',
    ['user', 'revoke', '--env', 'dev', '--flow', 'tenant', '--user', 'x'],
    /no tenant is named\n.*acme, globex/,
  ],
  [
    'a sign-out without terminal or --yes',
    ['user', 'revoke', '--env', 'dev', '--flow', 'customer', '--user', 'x'],
    /dev-customer.*no terminal.*\n.*--yes/s,
  ],
  ['no subcommand of rotate', ['rotate'], /Usage: fleet rotate/],
  ['a rotation without environment', ['rotate', 'federation-secret'], /no environment given/],
  ['rotate --due without environment', ['rotate', '--due'], /no environment given/],
  [
    'a soak that is not a number',
    ['rotate', 'client-secret', '--env', 'dev', '--soak', '1h'],
    /--soak.*whole number of minutes/,
  ],
  [
    'a rotation of an unknown service',
    ['rotate', 'client-secret', '--env', 'dev', '--service', 'billng'],
    /--service billng matches nothing in dev\n.*billing, legacy-export, reporting/,
  ],
  [
    'a resumed rotation of other clients',
    ['rotate', 'client-secret', '--env', 'dev', '--resume', 'dev-rotate-1', '--region', 'eu-west-1'],
    /leave out --region/,
  ],
  [
    'a rotation at an unknown provider',
    ['rotate', 'federation-secret', '--env', 'dev', '--provider', 'okta'],
    /--provider okta matches nothing in dev\n.*okta-oidc/,
  ],
  [
    'a rotation for a tenant without a secret',
    ['rotate', 'federation-secret', '--env', 'dev', '--tenant', 'acme'],
    /--tenant acme matches nothing in dev\n.*globex/,
  ],
  [
    'a resumed rotation at another provider',
    ['rotate', 'federation-secret', '--env', 'dev', '--resume', 'dev-rotate-1', '--provider', 'Google'],
    /leave out --provider/,
  ],
  [
    'a rotation without terminal or --yes',
    ['rotate', 'federation-secret', '--env', 'dev'],
    /fleet\/internal\/okta.*no terminal.*\n.*--yes/s,
  ],
  ['an endpoint where nothing responds', ['plan', '--env', 'dev'], /no AWS responds at AWS_ENDPOINT_URL/],
];

const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

test.each(cases)('%s: exit 2, one message, no stack trace', async (_, args, message) => {
  const { code, stdout, stderr } = await fleetHere(args, { ...env, ...credentials });
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a separate process behaves the same for errors of the parser and of the command', async () => {
  for (const args of [
    ['plan', '--evn', 'dev'],
    ['plan', '--env', 'nope'],
  ])
    expect(await fleet(args, { ...env, ...credentials })).toEqual(
      await fleetHere(args, { ...env, ...credentials }),
    );
});

test('without credentials, a plan says how to get some', async () => {
  const bare = { PATH: env.PATH, HOME: state, FLEET_DIR: state, AWS_EC2_METADATA_DISABLED: 'true' };
  const { code, stderr } = await fleet(['plan', '--env', 'dev'], bare);
  expect(stderr).toMatch(/no AWS credentials.*\n.*AWS_PROFILE.*fleet local up/s);
  expect(code).toBe(2);
});

test('without Terraform and moto, one message says how to install both', async () => {
  const bin = join(state, 'bin');
  mkdirSync(bin, { recursive: true });
  const { code, stderr } = await fleet(['demo'], {
    HOME: state,
    FLEET_DIR: state,
    PATH: bin,
    MOTO_SERVER: '/missing',
  });
  expect(stderr).toMatch(/Terraform is missing.*install Terraform.*moto_server.*pip install/s);
  expect(code).toBe(2);
});

test('--json prints exactly one document, also for errors', async () => {
  const ok = await fleet(['check', '--json'], env);
  expect(JSON.parse(ok.stdout)).toMatchObject({ problems: [], environments: ['dev', 'prod', 'staging'] });
  for (const args of [
    ['plan', '--json'],
    ['plna', '--json'],
  ]) {
    const { code, stdout } = await fleet(args, env);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2, error: { message: expect.any(String) } });
    expect(code).toBe(2);
  }
});

test('--help exits with 0', async () => {
  const { code, stdout } = await fleet(['rollout', '--help'], env);
  expect(code).toBe(0);
  for (const flag of [
    '--env',
    '--account',
    '--region',
    '--ring',
    '--stack',
    '--tenant',
    '--parallel',
    '--yes',
    '--json',
    '--refresh',
    '--resume',
  ])
    expect(stdout).toContain(flag);
});

test('make help lists the targets', async () => {
  const { code, stdout } = await start('make', ['help'], env).ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/make demo .*make test .*make clean /s);
});
