import dev from '../../../environments/dev';
import { type Ended, fleet, ok, removeFolder, start, stateFolder } from './fleet';

const state = stateFolder();
const output = stateFolder();
let env: NodeJS.ProcessEnv;

const json = ({ stdout }: Ended) => JSON.parse(stdout);

beforeAll(async () => {
  const base = { ...process.env, FLEET_DIR: state };
  ok(await fleet(['local', 'up', '--port', '0'], base));
  const { variables } = json(ok(await fleet(['local', 'env', '--json'], base)));
  env = { ...base, ...variables };
});

afterAll(async () => {
  await fleet(['local', 'down'], { ...process.env, FLEET_DIR: state });
  for (const folder of [state, output]) removeFolder(folder);
});

// What stands already, what the account has in one region alone, and cells with functions in another: enough to see that
// both work on the same states. What cdktf reads has the same bytes (`test/e2e/stacks/cdktf-synth.test.ts`), and
// `fleet demo` plans every stack a second time.
const [home, elsewhere] = dev.regions;
const stacks = [
  `dev-cells-a-${home}-foundation`,
  `dev-cells-a-${home}-data`,
  `dev-cells-a-${elsewhere}-cell-*`,
];

test('the real cdktf deploys an account in two regions once its foundation stands, and a plan finds no change', async () => {
  const account = ['--env', 'dev', '--account', 'cells-a', '--json'];
  ok(await fleet(['rollout', ...account, '--stack', 'foundation', '--yes'], env));
  const flags = ['--auto-approve', '--skip-provider-lock', '--output', output];
  // As `fleet` runs Terraform: fewer garbage collections of the provider.
  const cheaper = { CI: '1', GOGC: '400' };
  ok(await start('npx', ['cdktf', 'deploy', ...stacks, ...flags], { ...env, ...cheaper }).ended);

  const planned = json(ok(await fleet(['plan', ...account, '--stack', stacks.join(',')], env))).stacks;

  const cells = Object.values(dev.cells).filter(({ regions }) => regions.includes(elsewhere as never));
  // Foundation and data.
  expect(planned).toHaveLength(2 + cells.length);
  for (const stack of planned)
    expect(stack).toMatchObject({ outcome: 'planned', bootstrapped: true, changed: false });
});
