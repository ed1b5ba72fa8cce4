import { loadChanged, refuses, service } from './fixture';

// What is refused in the machine flow: resource servers, their scopes, and quotas of the pool.
const server = (identifier: string) => ({
  identifier,
  name: identifier,
  scopes: [{ name: 'read', description: 'See it' }],
});
const servers = (count: number) => [
  server('payments'),
  ...Array.from({ length: count - 1 }, (_, i) => server(`s${i}`)),
];

refuses('test', [
  [
    'flow without its settings',
    { machine: undefined },
    'machine',
    undefined,
    'is missing, although an account has the machine flow',
    'write machine: {…}',
  ],
  [
    'refresh tokens',
    { 'machine.tokens': {} },
    'machine.tokens',
    'tokens',
    'unknown key',
    'use one of: "tier"',
  ],
  [
    'token of two days',
    { 'machine.accessMinutes': 2880 },
    'machine.accessMinutes',
    2880,
    'too big',
    'at most 1440',
  ],
  [
    'no resource server',
    { 'machine.resourceServers': [] },
    'machine.resourceServers',
    [],
    'too short',
    'at least one resource server',
  ],
  [
    'resource server twice',
    { 'machine.resourceServers.1': server('payments') },
    'machine.resourceServers[1]',
    'payments',
    'twice',
    'remove one of the two',
  ],
  [
    'resource server by its URL',
    { 'machine.resourceServers.1': { ...server('api'), identifier: 'https://api.example.com' } },
    'machine.resourceServers[1].identifier',
    'https://api.example.com',
    'wrong form',
    'lower-case letters',
  ],
  [
    'no scope',
    { 'machine.resourceServers.1': { ...server('ledger'), scopes: [] } },
    'machine.resourceServers[1].scopes',
    [],
    'too short',
    'at least one scope',
  ],
  [
    'scope twice',
    { 'machine.resourceServers.0.scopes.1': { name: 'read', description: 'See them again' } },
    'machine.resourceServers[0].scopes[1]',
    'read',
    'twice',
    'remove one of the two',
  ],
  [
    'scope with a slash',
    { 'machine.resourceServers.0.scopes.1': { name: 'a/b', description: 'See' } },
    'machine.resourceServers[0].scopes[1].name',
    'a/b',
    'wrong form',
    'such as "transfers.write"',
  ],
  [
    'scope without a description',
    { 'machine.resourceServers.0.scopes.1': { name: 'write', description: '' } },
    'machine.resourceServers[0].scopes[1].description',
    '',
    'too short',
    'what the scope allows',
  ],
  [
    'more resource servers than a pool may have',
    { 'machine.resourceServers': servers(26) },
    'machine.resourceServers',
    26,
    'are 26 resource servers; the quota of a pool is 25',
    'write resourceServerQuota once AWS has raised it',
  ],
  [
    'quota that AWS never grants',
    { 'machine.resourceServerQuota': 301 },
    'machine.resourceServerQuota',
    301,
    'too big',
    'at most 300',
  ],
]);

test('one more service than a pool may have clients', () => {
  const { problems } = loadChanged(({ services }) => {
    for (let index = 0; index < 999; index++) services[`test/s-${index}`] = service(`s-${index}`);
  });
  expect(problems).toMatchObject([
    {
      file: 'environments/test.ts',
      path: 'machine',
      value: 1001,
      message: 'has 1001 services; a pool may have 1000 app clients',
      remedy: 'remove services that nobody needs',
    },
  ]);
});
