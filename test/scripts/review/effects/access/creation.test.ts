import { stacksOf } from '../../../../../scripts/selection/stacks';
import { realEnvironments, synthesize } from '../../../../invariants/fleet';
import { everyOption } from '../../../../stacks/every-option';
import { contextOf, creationOf, saidIn } from './plan';

test('creating one of our stacks from nothing opens nothing', () => {
  const said: string[] = [];
  for (const loaded of [...realEnvironments, everyOption]) {
    const places = stacksOf(loaded);
    for (const [id, stack] of synthesize(loaded)) {
      const place = places.find((one) => one.id === id);
      if (!place) throw new Error(`no place of ${id}`);
      const resources = creationOf(stack);
      said.push(...saidIn(resources, { ...contextOf(resources), stack: place, loaded }));
    }
  }
  expect(said).toEqual([]);
});
