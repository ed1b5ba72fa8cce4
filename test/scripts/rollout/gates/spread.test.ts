import fc from 'fast-check';
import { spread } from '../../../../scripts/rollout/gates/spread';

test('a limited number, in order, each once, including the first, and far from each other', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(), { maxLength: 200 }),
      fc.integer({ min: 1, max: 50 }),
      (items, most) => {
        const chosen = spread(items, most);
        expect(chosen).toHaveLength(Math.min(most, items.length));
        expect(chosen[0]).toBe(items[0]);
        const places = chosen.map((item) => items.indexOf(item));
        const gaps = places.slice(1).map((place, index) => place - (places[index] as number));
        const even = items.length / chosen.length;
        for (const gap of gaps) expect(Math.abs(gap - even)).toBeLessThan(1);
      },
    ),
  );
});
