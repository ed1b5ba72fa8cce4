import fc from 'fast-check';
import { atMost } from '../../../scripts/aws/at-most';

test('all run, in their order, and never too many at once, whichever fail', async () => {
  const limits = fc.integer({ min: 1, max: 5 });
  await fc.assert(
    fc.asyncProperty(limits, fc.array(fc.tuple(fc.nat(5), fc.boolean())), async (limit, jobs) => {
      const limited = atMost(limit);
      const started: number[] = [];
      let running = 0;
      const ended = await Promise.allSettled(
        jobs.map(([turns, fails], job) =>
          limited(async () => {
            started.push(job);
            expect(++running).toBeLessThanOrEqual(limit);
            for (let turn = 0; turn < turns; turn++) await Promise.resolve();
            running--;
            if (fails) throw new Error('failed');
            return job;
          }),
        ),
      );
      expect(started).toEqual(jobs.map((_, job) => job));
      expect(ended.map(({ status }) => status === 'rejected')).toEqual(jobs.map(([, fails]) => fails));
    }),
  );
});
