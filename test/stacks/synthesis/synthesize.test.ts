import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Annotations, App, Aspects, TerraformStack } from 'cdktf';

import tokenMap = require('cdktf/lib/tokens/private/token-map');

import { loadEnvironments } from '../../../environments/load';
import { catalogue } from '../../../functions/catalogue';
import { buildStacks } from '../../../main';
import { fingerprint, isKnownCdktf } from '../../../stacks/synthesis/known-cdktf';
import { synthesize } from '../../../stacks/synthesis/synthesize';
import { filesOf, hashesOf, inTemporaryFolder } from '../../invariants/fleet';
import { everyOption } from '../every-option';
import { zip } from '../synthesized';

const root = join(__dirname, '../../..');

/** What one way of synthesis writes, by path; or what it throws. */
const written = (add: (app: App) => void, write: (app: App) => void) =>
  inTemporaryFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    add(app);
    try {
      write(app);
    } catch (error) {
      return (error as Error).message;
    }
    return hashesOf(filesOf(outdir));
  });

/** Both ways, for the same constructs created twice. */
const bothWays = (add: (app: App) => void) => [
  written(add, synthesize),
  written(add, (app) => {
    app.synth();
  }),
];

/** A stack with one role, to which a test adds more. */
function stackIn(app: App, id = 'one', policy = '{}') {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  return { stack, role: new IamRole(stack, 'role', { assumeRolePolicy: policy }) };
}

test('the installed CDKTF is the one that the synthesis was written for', () => {
  expect(isKnownCdktf()).toBe(true);
  expect(fingerprint(['function synth() {}'])).not.toBe(fingerprint());
});

test('every shipped environment, and one with every option, is written to the byte as by CDKTF', () => {
  const zips = new Map(catalogue.map(({ name }) => [name, zip(name)]));
  const { environments } = loadEnvironments(root);
  expect(environments.length).toBeGreaterThan(2);
  for (const loaded of [...environments, everyOption]) {
    const [ours, theirs] = bothWays((app) => [...buildStacks(app, loaded, zips)]);
    expect(ours).toEqual(theirs);
    expect((ours as Map<string, string>).size).toBeGreaterThan(3);
  }
});

test('aspects change stacks, and annotations reach the manifest', () => {
  const [ours, theirs] = bothWays((app) => {
    const { stack } = stackIn(app);
    Aspects.of(stack).add({
      visit(node) {
        if (!(node instanceof IamRole)) return;
        node.name = 'from-an-aspect';
        Annotations.of(node).addWarning('seen');
      },
    });
  });
  expect(ours).toEqual(theirs);
  const [without] = bothWays((app) => stackIn(app));
  expect(ours).not.toEqual(without);
});

test('a stack without a backend gets the local one, and overrides of all kinds are kept', () => {
  const [ours, theirs] = bothWays((app) => {
    const { stack, role } = stackIn(app);
    stack.addOverride('locals.role', [role.arn, undefined, 'x-1e5', -3]);
    role.addOverride('tags', { [`key-${role.name}`]: role.arn });
  });
  expect(ours).toEqual(theirs);
});

test.each<[string, RegExp, (app: App) => void]>([
  [
    'of a stack',
    /\[one\/role\] no such role/,
    (app) => stackIn(app).role.node.addValidation({ validate: () => ['no such role'] }),
  ],
  [
    'of the app',
    /no such app/,
    (app) => {
      stackIn(app);
      app.node.addValidation({ validate: () => ['no such app'] });
    },
  ],
  [
    'of a missing provider',
    /provider/,
    (app) => new IamRole(new TerraformStack(app, 'one'), 'role', { assumeRolePolicy: '{}' }),
  ],
  ['by annotation', /not like this/, (app) => Annotations.of(stackIn(app).role).addError('not like this')],
  [
    'of a value that is not data, with its path',
    /\/locals\/deep\/0\b/,
    (app) => stackIn(app).stack.addOverride('locals.deep', [() => 'no data']),
  ],
])('an error %s is reported like in CDKTF', (_name, message, add) => {
  const [ours, theirs] = bothWays(add);
  expect(ours).toMatch(message);
  expect(ours).toBe(theirs);
});

test('a reference to another stack is refused, whichever is written first', () => {
  const add = (from: string, to: string) => (app: App) => {
    const stacks = new Map(['one', 'two'].map((id) => [id, stackIn(app, id)]));
    stacks.get(from)?.stack.addOverride('locals.other', stacks.get(to)?.role.arn);
  };
  expect(written(add('one', 'two'), synthesize)).toMatch(/reference to stack two/);
  // The first one has been freed by then.
  expect(written(add('two', 'one'), synthesize)).toMatch(/Unrecognized Token Key/);
});

test('nothing is left of a written stack, and what is left of others still resolves', () => {
  const registered = (): number =>
    (tokenMap.TokenMap.instance() as unknown as { stringTokenMap: Map<string, unknown> }).stringTokenMap.size;
  inTemporaryFolder((folder) => {
    const other = new App({ outdir: join(folder, 'other'), stackTraces: false });
    const { stack, role } = stackIn(other);
    stack.addOverride('locals.role', role.arn);
    const before = registered();
    written((app) => {
      const { stack, role } = stackIn(app);
      stack.addOverride('locals.role', role.arn);
      expect(registered()).toBeGreaterThan(before);
    }, synthesize);
    expect(registered()).toBe(before);
    synthesize(other);
    expect(String(filesOf(join(folder, 'other')).get('stacks/one/cdk.tf.json'))).toContain(
      '{aws_iam_role.role.arn}',
    );
  });
});
