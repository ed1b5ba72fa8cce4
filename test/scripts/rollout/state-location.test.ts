import fc from 'fast-check';
import { FleetError } from '../../../scripts/cli/errors';
import { locateFoundationState } from '../../../scripts/rollout/state-location';

const place = { bucket: 'the-bucket', folder: 'the-folder' };
const digest = fc.option(fc.constantFrom('one', 'two'), { nil: undefined });

test.each([
  ['nothing stands yet', { bucketExists: false, remote: undefined, local: undefined }, { kind: 'bootstrap' }],
  [
    'interrupted before the bucket',
    { bucketExists: false, remote: undefined, local: 'one' },
    { kind: 'bootstrap' },
  ],
  [
    'interrupted before the move',
    { bucketExists: true, remote: undefined, local: 'one' },
    { kind: 'bootstrap' },
  ],
  [
    'interrupted after the move',
    { bucketExists: true, remote: 'one', local: 'one' },
    { kind: 'bucket', forgetLocal: true },
  ],
  [
    'as ever',
    { bucketExists: true, remote: 'one', local: undefined },
    { kind: 'bucket', forgetLocal: false },
  ],
])('%s', (_, facts, location) => {
  expect(locateFoundationState(facts, place)).toEqual(location);
});

test('a bucket without any state stops the run, and says how to adopt what exists', () => {
  const error = locateFoundationState({ bucketExists: true, remote: undefined, local: undefined }, place);
  expect(error).toMatchObject({
    exitCode: 1,
    remedy: expect.stringContaining('terraform import aws_s3_bucket'),
  });
});

test('two different states stop the run', () => {
  const error = locateFoundationState({ bucketExists: true, remote: 'one', local: 'two' }, place);
  expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining('two different states') });
});

test('a local state is only forgotten when the bucket holds the same, and never overwrites another', () => {
  fc.assert(
    fc.property(fc.boolean(), digest, digest, (bucketExists, remote, local) => {
      const location = locateFoundationState(
        { bucketExists, remote: bucketExists ? remote : undefined, local },
        place,
      );
      if (location instanceof FleetError) return;
      if (location.kind === 'bootstrap') expect(bucketExists && remote !== undefined).toBe(false);
      else expect(location.forgetLocal ? local === remote : local === undefined).toBe(true);
    }),
  );
});
