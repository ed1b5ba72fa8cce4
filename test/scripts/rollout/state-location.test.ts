import fc from 'fast-check';
import { FleetError } from '../../../scripts/cli/errors';
import { locateFoundationState } from '../../../scripts/rollout/state-location';

const place = { bucket: 'the-bucket', folder: 'the-folder' };
const digest = fc.option(fc.constantFrom('one', 'two'), { nil: undefined });

test.each([
  ['nothing exists yet', { bucketExists: false, remote: undefined, local: undefined }, { kind: 'bootstrap' }],
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
  expect(locateFoundationState({ ...facts, begunHere: false }, place)).toEqual(location);
});

test('a bucket without any state stops the run, and says how to adopt what exists', () => {
  const facts = { bucketExists: true, remote: undefined, local: undefined };
  const error = locateFoundationState({ ...facts, begunHere: false }, place);
  // One that a run here has started to create is adopted.
  expect(locateFoundationState({ ...facts, begunHere: true }, place)).toEqual({ kind: 'bootstrap' });
  expect(error).toMatchObject({
    exitCode: 1,
    remedy: expect.stringContaining('terraform import aws_s3_bucket'),
  });
});

test('two different states stop the run', () => {
  const facts = { bucketExists: true, remote: 'one', local: 'two', begunHere: true };
  const error = locateFoundationState(facts, place);
  expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining('two different states') });
});

test('a local state is dropped only if the bucket has the same one, and never overwrites another', () => {
  fc.assert(
    fc.property(fc.boolean(), digest, digest, fc.boolean(), (bucketExists, remote, local, begunHere) => {
      const location = locateFoundationState(
        { bucketExists, remote: bucketExists ? remote : undefined, local, begunHere },
        place,
      );
      if (location instanceof FleetError) return;
      if (location.kind === 'bootstrap') expect(bucketExists && remote !== undefined).toBe(false);
      else expect(location.forgetLocal ? local === remote : local === undefined).toBe(true);
    }),
  );
});
