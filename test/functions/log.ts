type Line = Record<string, unknown>;

/**
 * What is written to either output while `run` runs: all of it, and, parsed, the function's log lines and its
 * metrics (Node may print warnings, too).
 */
export async function logOf(run: () => Promise<unknown>) {
  let text = '';
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      text += chunk;
      return true;
    }),
  );
  try {
    await run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { text, ...linesOf(text) };
}

/** Log lines and metrics of a function's output. */
export function linesOf(text: string): { lines: Line[]; metrics: Line[] } {
  const all = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
  return {
    lines: all.filter((line) => 'level' in line),
    metrics: all.filter((line) => '_aws' in line),
  };
}

/** One call of a handler: its result or its error, and what it wrote. */
export async function outcomeOf(call: () => Promise<unknown>) {
  let outcome: unknown;
  const written = await logOf(async () => {
    outcome = await call().catch((error: unknown) => error);
  });
  return { outcome, ...written, reason: written.lines[0]?.reason };
}
