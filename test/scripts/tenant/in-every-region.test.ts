import { failure, interruption } from '../../../scripts/cli/errors';
import { inEvery } from '../../../scripts/tenant/in-every-region';

const places = ['eu-central-1', 'eu-west-1', 'us-east-1'].map((region) => ({ region }));

test('a region that is down does not keep the others from it, and is reported', async () => {
  const { done, troubles } = await inEvery(places, async ({ region }) => {
    if (region === 'eu-west-1') throw failure('eu-west-1 is down');
    return region.length;
  });
  expect(done.map(({ region, result }) => [region, result])).toEqual([
    ['eu-central-1', 12],
    ['us-east-1', 9],
  ]);
  expect(troubles).toEqual([{ region: 'eu-west-1', reason: 'eu-west-1 is down' }]);
});

test('an interrupt ends it at once', async () => {
  const seen: string[] = [];
  const work = async ({ region }: { region: string }) => {
    seen.push(region);
    throw interruption('interrupted');
  };
  await expect(inEvery(places, work)).rejects.toThrow('interrupted');
  expect(seen).toEqual(['eu-central-1']);
});
