import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { App, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { FleetStack } from '../../stacks/fleet-stack';
import { environment } from './synthesized';

const stack = () =>
  new FleetStack(Testing.stubVersion(new App({ stackTraces: false })), 'any', {
    target: { environment: environment(), account: 'cells-a', region: 'eu-west-1' },
  });

test('a resource is addressed by its path, with no hash', () => {
  const own = stack();
  new SnsTopic(new Construct(new Construct(own, 'outer'), 'in-ner'), 'topic');
  expect(Object.keys(JSON.parse(Testing.synth(own, true)).resource.aws_sns_topic)).toEqual([
    'outer_in-ner_topic',
  ]);
});

test('an ambiguous path is refused', () => {
  const own = stack();
  new SnsTopic(new Construct(own, 'a_b'), 'topic');
  expect(() => Testing.synth(own, true)).toThrow(/construct id "a_b" in .*letters, digits and hyphens/);
});

test('an account that the environment does not have is refused', () => {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  const target = { environment: environment(), account: 'nowhere', region: 'eu-west-1' };
  expect(() => new FleetStack(app, 'any', { target })).toThrow(/environment test has no account "nowhere"/);
});
