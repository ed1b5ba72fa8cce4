import { Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput } from 'listr2';

/** Shows how far each stack is. Results are printed elsewhere. */
export interface Progress {
  update(id: string, phase: string, detail?: string): void;
  /** The stack's last word. */
  end(id: string, ok: boolean, text: string): void;
  /** Waits until everything is drawn. Stacks that never ended are shown as not started. */
  close(): Promise<void>;
}

/** One line for each new phase and each end: for CI logs, and wherever there is no terminal. */
export function lineProgress(write: (line: string) => void): Progress {
  const phases = new Map<string, string>();
  return {
    update(id, phase) {
      if (phases.get(id) === phase) return;
      phases.set(id, phase);
      write(`${id}: ${phase}`);
    },
    end: (id, ok, text) => write(`${id}: ${ok ? '' : 'FAILED: '}${text}`),
    close: async () => {},
  };
}

type Task = ListrTaskWrapper<unknown, never, never>;

/** A list on the terminal, drawn anew as the stacks go on. */
function liveProgress(ids: readonly string[], stream: NodeJS.WriteStream): Progress {
  const tasks = new Map<string, Task>();
  const finish = new Map<string, { done(): void; failed(error: Error): void }>();
  const list = new Listr(
    ids.map((id) => ({
      title: `${id}  waiting`,
      task: (_, task) => {
        tasks.set(id, task as unknown as Task);
        return new Promise<void>((done, failed) => finish.set(id, { done, failed }));
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      // Its own listener would end the process while Terraform still runs.
      registerSignalListeners: false,
      rendererOptions: {
        collapseErrors: false,
        showErrorMessage: false,
        logger: new ListrLogger({ useIcons: true, processOutput: new ProcessOutput(stream, stream) }),
      },
    },
  );
  const drawn = list.run();
  const retitle = (id: string, text: string) => {
    const task = tasks.get(id);
    if (task) task.title = `${id}  ${text}`;
  };
  return {
    update: (id, phase, detail) => retitle(id, detail ? `${phase} ${detail}` : phase),
    end(id, ok, text) {
      retitle(id, text);
      const end = finish.get(id);
      if (ok) end?.done();
      else end?.failed(new Error(text));
      finish.delete(id);
    },
    async close() {
      for (const [id, { failed }] of finish) {
        retitle(id, 'not started');
        failed(new Error('not started'));
      }
      await drawn;
    },
  };
}

/** The live list where somebody looks at it, else lines. Both go to standard error; results go to standard output. */
export function progressFor(ids: readonly string[], stream: NodeJS.WriteStream, plain: boolean): Progress {
  return stream.isTTY && !plain
    ? liveProgress(ids, stream)
    : lineProgress((line) => stream.write(`${line}\n`));
}
