import type { LoadedEnvironment } from '../../../environments/schema';
import { type RevokeFlags, whatToRevoke } from '../../../scripts/revoke/target';

const loaded = {
  environment: {
    name: 'dev',
    organization: 'northpay',
    regions: ['eu-central-1', 'eu-west-1'],
    accounts: { identity: { id: '111111111111', flows: ['customer'] } },
    cells: { 'cell-01': { account: 'identity', regions: ['eu-west-1'] } },
    machine: { accessMinutes: 30 },
  },
  tenants: [
    { id: 'acme', cells: { 'eu-west-1': 'cell-01' } },
    // Someone else's pool, in the same cell.
    { id: 'globex', cells: { 'eu-west-1': 'cell-01' } },
  ],
} as unknown as LoadedEnvironment;

const pools = (flags: RevokeFlags) =>
  whatToRevoke(loaded, { env: 'dev', user: 'ada', ...flags }).places.map(
    ({ region, pool }) => `${region} ${pool}`,
  );

test.each<[RevokeFlags, string[]]>([
  [{ flow: 'customer' }, ['eu-central-1 dev-customer', 'eu-west-1 dev-customer']],
  [{ flow: 'customer', region: ['eu-west-1'] }, ['eu-west-1 dev-customer']],
  [{ flow: 'customer', account: ['111111111111'], region: ['eu-west-1'] }, ['eu-west-1 dev-customer']],
  [{ flow: 'tenant', tenant: 'acme' }, ['eu-west-1 dev-tenant-acme']],
  [{ flow: 'tenant', tenant: 'globex' }, ['eu-west-1 dev-tenant-globex']],
])('%j means the pools %j', (flags, expected) => {
  expect(pools(flags)).toEqual(expected);
});

test.each<[RevokeFlags, RegExp]>([
  [{}, /no flow/],
  [{ flow: 'customer', user: '' }, /no user/],
  [{ flow: 'tenant' }, /no tenant/],
  [{ flow: 'tenant', tenant: 'nobody' }, /--tenant nobody matches nothing/],
  [{ flow: 'customer', tenant: 'acme' }, /only with --flow tenant/],
  [{ flow: 'tenant', tenant: 'acme', region: ['eu-central-1'] }, /--region eu-central-1 matches nothing/],
  [{ flow: 'internal' }, /no user pool matches/],
])('%j is refused with exit 2', (flags, message) => {
  expect(() => pools(flags)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message) }),
  );
});

test('a service has no user: the remedy is to suspend it, with how long its last token lives', () => {
  expect(() => pools({ flow: 'machine' })).toThrow(
    expect.objectContaining({
      exitCode: 2,
      remedy: expect.stringMatching(/"status": "suspended".*services.*at most 30 minutes/),
    }),
  );
});
