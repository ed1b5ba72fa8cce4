import { say, takeLines } from '../../../scripts/cli/say';

test('lines go to standard error, and to a screen while one is drawn', () => {
  const written = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const taken: string[] = [];
  say('before');
  const giveBack = takeLines((line) => taken.push(line));
  say('while');
  giveBack();
  say('after');
  expect(written.mock.calls.map(([text]) => text)).toEqual(['before\n', 'after\n']);
  expect(taken).toEqual(['while']);
  written.mockRestore();
});
