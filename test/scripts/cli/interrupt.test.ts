import { EventEmitter } from 'node:events';
import { Interrupt } from '../../../scripts/cli/interrupt';

function setUp() {
  const source = Object.assign(new EventEmitter(), { exit: jest.fn() });
  const lines: string[] = [];
  return { source, lines, interrupt: new Interrupt(source, (line) => lines.push(line)) };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  '%s ends the process immediately while nothing is held',
  (signal) => {
    const { source, interrupt } = setUp();
    source.emit(signal);
    expect(source.exit).toHaveBeenCalledWith(130);
    expect(interrupt.signal.aborted).toBe(false);
  },
);

test('held work is told once; later signals only say that it is being waited for', async () => {
  const { source, lines, interrupt } = setUp();
  let aborts = 0;
  interrupt.signal.addEventListener('abort', () => aborts++);
  await interrupt.hold(async () => {
    source.emit('SIGINT');
    source.emit('SIGINT');
    source.emit('SIGTERM');
  });
  expect(aborts).toBe(1);
  expect(source.exit).not.toHaveBeenCalled();
  expect(lines).toEqual([
    expect.stringMatching(/^interrupted: waiting/),
    expect.stringMatching(/^still waiting/),
    expect.stringMatching(/^still waiting/),
  ]);
});

test('work that changes something finishes after the first Ctrl-C, and is told to stop by the second or by SIGTERM', async () => {
  for (const second of ['SIGINT', 'SIGTERM']) {
    const { source, lines, interrupt } = setUp();
    const seen: boolean[][] = [];
    const look = () => seen.push([interrupt.signal.aborted, interrupt.tell.aborted]);
    const work = async () => {
      source.emit('SIGINT');
      look();
      source.emit(second);
      look();
      source.emit(second);
    };
    await interrupt.hold(() => interrupt.hold(work), { finish: true });
    expect(seen).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/^interrupted: running work will finish.*Ctrl-C again/),
      expect.stringMatching(/^interrupted: waiting/),
      expect.stringMatching(/^still waiting/),
    ]);
    source.emit('SIGINT');
    expect(source.exit).toHaveBeenCalledWith(130);
  }
});

test('after the terminal is closed, nothing new starts and nothing is told to stop; Ctrl-C or SIGTERM then does', async () => {
  const { source, lines, interrupt } = setUp();
  const seen: boolean[][] = [];
  const look = () => seen.push([interrupt.signal.aborted, interrupt.tell.aborted]);
  await interrupt.hold(async () => {
    source.emit('SIGHUP');
    look();
    source.emit('SIGHUP');
    source.emit('SIGTERM');
    look();
  });
  expect(seen).toEqual([
    [true, false],
    [true, true],
  ]);
  expect(source.exit).not.toHaveBeenCalled();
  expect(lines).toEqual([
    expect.stringMatching(/^the terminal was closed/),
    expect.stringMatching(/^interrupted/),
  ]);
});

test('a hold ends with its work, even if that fails', async () => {
  const { source, interrupt } = setUp();
  await expect(interrupt.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  source.emit('SIGINT');
  expect(source.exit).toHaveBeenCalledWith(130);
});
