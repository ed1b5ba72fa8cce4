/** What is written to either output while `run` runs: all of it, and the hook's lines, parsed (Node may warn beside them). */
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
  const lines: Record<string, unknown>[] = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  return { text, lines };
}
