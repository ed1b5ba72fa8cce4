/** A rollout on a screen of any size: a bar per wave, running stacks, and the latest failures. */

/** A stack and its progress. */
export interface ShownStack {
  id: string;
  wave: number;
  /** What it is doing, or its final message. */
  text: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
}

const mostWaves = 5;
const mostFailures = 3;
const barWidth = 24;

const bar = (share: number): string => {
  const full = Math.round(share * barWidth);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
};

const counted = (stacks: readonly ShownStack[], state: ShownStack['state']) =>
  stacks.filter((stack) => stack.state === state).length;

function barOf(title: string, stacks: readonly ShownStack[]): string {
  const [done, failed] = [counted(stacks, 'done'), counted(stacks, 'failed')];
  const failures = failed > 0 ? `  ${failed} failed` : '';
  return `${title.padEnd(10)} ${bar((done + failed) / stacks.length)} ${done + failed} of ${stacks.length}${failures}`;
}

/** Waves in progress; if none is, the last one that finished. */
function wavesUnderWay(stacks: readonly ShownStack[]): [wave: number, own: ShownStack[]][] {
  const waves = new Map<number, ShownStack[]>();
  for (const stack of stacks) waves.set(stack.wave, [...(waves.get(stack.wave) ?? []), stack]);
  return [...waves].filter(([, own]) => {
    const waiting = counted(own, 'waiting');
    return counted(own, 'running') > 0 || (waiting > 0 && waiting < own.length);
  });
}

const cut = (line: string, width: number) => (line.length > width ? `${line.slice(0, width - 1)}…` : line);

/** Never more lines than the terminal has, and none wider. */
export function screen(
  stacks: readonly ShownStack[],
  { rows, columns }: { rows: number; columns: number },
): string[] {
  if (stacks.length === 0) return [];
  const several = new Set(stacks.map(({ wave }) => wave)).size > 1;
  const waves = several ? wavesUnderWay(stacks).slice(0, mostWaves) : [];
  const failures = stacks.filter(({ state }) => state === 'failed').slice(-mostFailures);
  const head = [
    barOf('all', stacks),
    ...waves.map(([wave, own]) => barOf(wave < 0 ? 'removals' : `wave ${wave}`, own)),
  ];
  const tail = failures.map(({ id, text }) => `✖ ${id}  ${text}`);
  const running = stacks.filter(({ state }) => state === 'running');
  // The last line stays empty, or the terminal would scroll.
  const room = Math.max(1, rows - head.length - tail.length - 2);
  const shown = running.slice(0, room).map(({ id, text }) => `  ${id}  ${text}`);
  const more = running.length - shown.length;
  return [...head, ...shown, ...(more > 0 ? [`  and ${more} more`] : []), ...tail]
    .slice(0, Math.max(1, rows - 1))
    .map((line) => cut(line, columns));
}
