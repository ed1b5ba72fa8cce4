import { describeTenant, type ShownRegion } from '../../../../scripts/tenant/show/describe';
import { endpointsOf } from '../../../../scripts/tenant/show/endpoints';
import type { LiveTenant } from '../../../../scripts/tenant/show/live';
import { realEnvironment } from '../../../invariants/fleet';

const { environment } = realEnvironment('dev');
const at = '2026-11-29T10:00:00.000Z';
const region = 'eu-central-1';

const shown = (live: Partial<LiveTenant>): ShownRegion => ({
  account: 'cells-a',
  region,
  cell: 'cell-01',
  stack: `dev-cells-a-${region}-cell-01`,
  ring: 'canary',
  applied: null,
  held: 1,
  capacity: 5,
  pools: { used: 1, quota: 1000 },
  live: {
    status: 'active',
    cell: 'cell-01',
    userPoolId: `${region}_AbC123`,
    policyStoreId: 'store',
    webClientId: 'web',
    probeClientId: 'probe',
    users: 3,
    suspendedSince: null,
    ...live,
    endpoints: endpointsOf(environment, { id: 'acme' }, { region, userPoolId: `${region}_AbC123` }),
  },
});
const described = (live: Partial<LiveTenant>, more: Partial<Parameters<typeof describeTenant>[0]> = {}) =>
  describeTenant(
    { id: 'acme', name: 'Acme', status: 'active', leaving: null, ...more },
    [shown(live)],
    undefined,
  );

test('a mark is shown if file and stacks say something else', () => {
  expect(described({})).not.toContain('suspended');
  expect(described({ suspendedSince: at })).toContain(`suspended    by its mark, since ${at}`);
});

test('a leaving tenant is shown with its date and its hold', () => {
  const leaving = { keepUntil: '2027-02-28', hold: null };
  const [first] = described({}, { status: 'suspended', leaving }).split('\n');
  expect(first).toBe('acme (Acme): suspended, leaving, kept until 2027-02-28');
  const held = described({}, { leaving: { ...leaving, hold: 'case 4711, asked for by legal' } });
  expect(held).toContain('under a legal hold');
});
