import { resolve } from 'node:path';
import { rolloutSchema } from '../../../environments/schema/rollout';
import { probeStore } from '../../../scripts/probe/probe-store';
import { type Gates, lookAtAlarms, lookAtDecisions } from '../../../scripts/rollout/gates/look';
import { stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironment } from '../../invariants/fleet';

// Where a store is queried, its answer is tested; here, what follows from the answer.
jest.mock('../../../scripts/probe/probe-store');
const probed = jest.mocked(probeStore);

const root = resolve(__dirname, '../../..');
const loaded = realEnvironment('dev');
const stacks = stacksOf(loaded).filter(({ region }) => region === 'eu-central-1');
const gatesOf = (gates: object) => rolloutSchema.parse({ gates }).gates as Gates;
const end = { asked: 1, unexpected: [], contentEqual: true };

test('only a store that decides as expected passes; one that cannot be asked is unknown', async () => {
  probed.mockImplementation(async (_, __, { owner, flow }) => ({
    ...end,
    outcome:
      owner === 'acme' ? 'as expected' : owner ? 'differs' : flow === 'machine' ? 'failed' : 'not rolled out',
  }));
  const found = await lookAtDecisions({ root, loaded, gates: gatesOf({ decisions: true }), stacks });
  const of = (store: string) =>
    [...found].filter(([check]) => check.endsWith(store)).map(([, answer]) => answer);
  expect(of('tenant acme')).toEqual(['pass']);
  expect(of('tenant globex')).toEqual(['fail']);
  expect(of('service')).toEqual(['unknown']);
  expect(of('customer')).toEqual(['unknown']);
});

test('nothing is checked that was not requested, or is not in the wave', async () => {
  probed.mockClear();
  expect(await lookAtDecisions({ root, loaded, gates: gatesOf({ soakMinutes: 1 }), stacks })).toEqual(
    new Map(),
  );
  const data = stacks.filter(({ kind }) => kind === 'data');
  expect(await lookAtDecisions({ root, loaded, gates: gatesOf({ decisions: true }), stacks: data })).toEqual(
    new Map(),
  );
  expect(probed).not.toHaveBeenCalled();
  expect(await lookAtAlarms({ root, loaded, gates: gatesOf({ decisions: true }), stacks })).toEqual(
    new Map(),
  );
});
