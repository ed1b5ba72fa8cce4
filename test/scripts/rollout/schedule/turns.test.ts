import fc from 'fast-check';
import { Turns } from '../../../../scripts/rollout/schedule/turns';

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('never more than that many have a turn, and those who wait get theirs in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
      async (most, choices) => {
        const turns = new Turns(most);
        const [having, asked, got]: [Set<string>, string[], string[]] = [new Set(), [], []];
        const waiting = () => asked.length - got.length;
        for (const [index, choice] of choices.entries()) {
          if (choice % 2 && having.size > 0) {
            const id = [...having][choice % having.size] as string;
            having.delete(id);
            turns.end(id);
          } else {
            const id = `stack-${index}`;
            const before = having.size;
            let waits = false;
            asked.push(id);
            const taken = turns.take(id, () => {
              waits = true;
            });
            expect(waits).toBe(before === most);
            void taken.then(() => {
              having.add(id);
              got.push(id);
            });
          }
          await settle();
          expect(having.size).toBeLessThanOrEqual(most);
          // A free turn is never left unused.
          if (waiting() > 0) expect(having.size).toBe(most);
        }
        expect(got).toEqual(asked.slice(0, got.length));
      },
    ),
  );
});

test('who has a turn keeps it when it asks again, and ending none changes nothing', async () => {
  const turns = new Turns(1);
  const never = () => {
    throw new Error('it waits');
  };
  await turns.take('a', never);
  await turns.take('a', never);
  turns.end('b');
  const second = turns.take('b', () => {});
  turns.end('a');
  await second;
  turns.end('a');
  turns.end('b');
  await turns.take('c', never);
});
