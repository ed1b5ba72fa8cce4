import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackContent } from '../../../scripts/applied/changed';
import type { StateInBucket } from '../../../scripts/applied/state';
import { modelOf } from '../../../scripts/plan-set/model-of';
import type { StackSession } from '../../../scripts/terraform/session';
import { showPlan } from '../../../scripts/terraform/show-plan';
import { realEnvironment } from '../../invariants/fleet';
import { plan, stack } from '../review/plans';
import { tempFolder } from '../temp';

jest.mock('../../../scripts/terraform/show-plan');
jest.mock('../../../scripts/review/hidden/hidden', () => ({ hiddenChanges: async () => [] }));

const address = 'aws_kms_key.state-key_key';

/** What a plan would do that recreates the key. */
async function actionOf(reason: string | undefined, beingMade: string[]) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ resource: {} }));
  const [type, name] = address.split('.');
  const change = {
    actions: ['delete', 'create'],
    before: { id: 'k' },
    after: {},
    after_unknown: { id: true },
    before_sensitive: {},
    after_sensitive: {},
  };
  const shown = { address, mode: 'managed', type, name, change, ...(reason && { action_reason: reason }) };
  jest.mocked(showPlan).mockResolvedValue(plan({ resource_changes: [shown] } as never));
  const model = await modelOf({ folder } as StackSession, {
    loaded: realEnvironment('dev'),
    of: { stack, bootstrapped: true } as StackContent,
    role: 'deploy',
    state: {} as StateInBucket,
    file: 'x.tfplan',
    changed: true,
    drifted: false,
    beingMade: new Set(beingMade),
  });
  return model.changes.map(({ action }) => action);
}

const tainted = 'replace_because_tainted';

test('recreating what an interrupted apply of ours left half created loses nothing', async () => {
  expect(await actionOf(tainted, [address])).toEqual(['create']);
});

test.each<[string, string | undefined, string[]]>([
  ['was completed by an apply that was interrupted later, so it may be in use since,', undefined, [address]],
  ['cannot be updated', 'replace_because_cannot_update', [address]],
  ['someone has tainted by hand', tainted, []],
  ['was not being created', undefined, ['aws_kms_key.other']],
])('what %s is replaced, and the guard is told', async (_, reason, beingMade) => {
  expect(await actionOf(reason, beingMade)).toEqual(['replace']);
});
