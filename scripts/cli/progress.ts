import { takeLines } from './say';
import { type ShownStack, screen } from './screen';

/** Shows each stack's progress. Results are printed elsewhere. */
export interface Progress {
  update(id: string, phase: string, detail?: string): void;
  /** The stack's final message. `waiting`: it was given up. */
  end(id: string, how: 'done' | 'failed' | 'waiting', text: string): void;
  /** Leaves the screen as it is, so that a question can be asked below it. */
  pause(): void;
  /** Draws one last time. */
  close(): void;
}

/** One line per phase and result: for CI logs, and wherever there is no terminal. */
export function lineProgress(write: (line: string) => void): Progress {
  const phases = new Map<string, string>();
  return {
    update(id, phase) {
      if (phases.get(id) === phase) return;
      phases.set(id, phase);
      write(`${id}: ${phase}`);
    },
    end: (id, how, text) => write(`${id}: ${how === 'failed' ? 'FAILED: ' : ''}${text}`),
    pause: () => {},
    close: () => {},
  };
}

const marks = { done: '✔', failed: '✖', waiting: '–' };

/** Milliseconds between redraws; nobody could read faster ones. */
const drawEvery = 100;

/** A screen that is redrawn as stacks progress. Finished stacks stay above it and can be scrolled to. */
async function liveProgress(
  steps: readonly { id: string; wave: number }[],
  stream: NodeJS.WriteStream,
): Promise<Progress> {
  const { createLogUpdate } = await import('log-update');
  const log = createLogUpdate(stream, { showCursor: true });
  const giveBack = takeLines((line) => log.persist(line));
  const stacks = new Map<string, ShownStack>(
    steps.map(({ id, wave }) => [id, { id, wave, text: '', state: 'waiting' }]),
  );
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    timer = undefined;
    log(screen([...stacks.values()], { rows: stream.rows, columns: stream.columns }).join('\n'));
  };
  const settle = () => {
    clearTimeout(timer);
    draw();
    log.done();
  };
  const set = (id: string, change: Pick<ShownStack, 'text' | 'state'>) => {
    const stack = stacks.get(id);
    if (stack) stacks.set(id, { ...stack, ...change });
    timer ??= setTimeout(draw, drawEvery);
  };
  return {
    update: (id, phase, detail) => set(id, { text: detail ? `${phase} ${detail}` : phase, state: 'running' }),
    end(id, how, text) {
      log.persist(`${marks[how]} ${id}  ${text}`);
      set(id, { text, state: how });
    },
    pause: settle,
    close() {
      settle();
      giveBack();
    },
  };
}

/** A live screen on a terminal, else lines. Both go to standard error; results go to standard output. */
export const progressFor = async (
  steps: readonly { id: string; wave: number }[],
  stream: NodeJS.WriteStream,
  plain: boolean,
): Promise<Progress> =>
  // Some terminals, such as those of some containers, have no size and cannot be drawn on.
  stream.isTTY && stream.columns > 0 && !plain
    ? liveProgress(steps, stream)
    : lineProgress((line) => stream.write(`${line}\n`));
