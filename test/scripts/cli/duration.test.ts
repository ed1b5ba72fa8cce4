import { duration } from '../../../scripts/cli/duration';

test.each([
  [98.2, '99 s'],
  [720, '12 min'],
  [18_000, '5 h'],
  [1_036_800, '12 d'],
])('%p seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));
