/** Bugs that could be in the scheduler: a text in one of its files, and its replacement. */
export interface Mutant {
  what: string;
  file: 'budget' | 'decide' | 'run-schedule' | 'gate';
  text: string;
  instead: string;
}

export const mutants: readonly Mutant[] = [
  {
    what: 'one failure more than the budget is let pass',
    file: 'budget',
    text: 'failed > stacksIn(amount, total)',
    instead: 'failed > stacksIn(amount, total) + 1',
  },
  {
    what: 'a share of stacks is rounded up',
    file: 'budget',
    text: 'Math.floor',
    instead: 'Math.ceil',
  },
  {
    what: 'strict: what has failed leaves its place to others',
    file: 'budget',
    text: '+ 1 - failed - running',
    instead: '+ 1 - running',
  },
  {
    what: 'strict: two at once more than may fail',
    file: 'budget',
    text: '+ 1 - failed',
    instead: '+ 2 - failed',
  },
  {
    what: 'strict means soft',
    file: 'budget',
    text: "mode === 'soft'",
    instead: "mode !== 'soft'",
  },
  {
    what: 'a gate that fails halts nothing',
    file: 'decide',
    text: "const gate = state === 'failed' && gateOf(act);",
    instead: 'const gate = undefined as ReturnType<typeof gateOf>; void state;',
  },
  {
    what: 'only the whole budget counts',
    file: 'decide',
    text: 'if (isSpent(budget.wave, tally))',
    instead: 'if (tally.failed < 0)',
  },
  {
    what: "only a wave's budget counts",
    file: 'decide',
    text: 'if (isSpent(budget.overall, all))',
    instead: 'if (all.failed < 0)',
  },
  {
    what: 'a stack does not wait until what it depends on is done',
    file: 'decide',
    text: "stateOf(board, other) === 'done'",
    instead: 'stateOf(board, other) !== undefined',
  },
  {
    what: 'what depends on something lost is not lost',
    file: 'decide',
    text: "=== 'failed' ? id : causeOf(dependency)",
    instead: "=== 'failed' ? id : undefined",
  },
  {
    what: 'a wave is over when nothing of it can start',
    file: 'decide',
    text: "['done', 'failed'].includes(stateOf(board, id) ?? '')",
    instead: "['done', 'failed', 'running'].includes(stateOf(board, id) ?? '')",
  },
  {
    what: 'a wave begins while its baseline is taken',
    file: 'decide',
    text: "if (opened !== 'done') return opened ? [] : [opening(wave)];",
    instead: 'if (!opened) return [opening(wave)];',
  },
  {
    what: 'the next wave begins while the gate is asked',
    file: 'decide',
    text: "if (stateOf(board, closing(wave)) === 'done') continue;",
    instead: 'if (stateOf(board, closing(wave))) continue;',
  },
  {
    what: 'the limit of an account forgets what runs',
    file: 'decide',
    text: 'limits.account - running(({ account }) => account === step.account)',
    instead: 'limits.account',
  },
  {
    what: 'the limit of a region forgets what runs',
    file: 'decide',
    text: 'limits.region - running(({ region }) => region === step.region)',
    instead: 'limits.region',
  },
  {
    what: 'what starts now is not counted',
    file: 'decide',
    text: '(left.get(name) ?? 0) - 1',
    instead: '(left.get(name) ?? 0)',
  },
  {
    what: 'where waves overlap, the budget counts in waves',
    file: 'decide',
    text: '(overlap ? region :',
    instead: '(overlap ? region + wave :',
  },
  {
    what: 'what a runner that is gone had begun is forgotten',
    file: 'run-schedule',
    text: '? { ...state, runner, from:',
    instead: "? { ...state, state: 'failed' as const, runner, from:",
  },
  {
    what: 'a wave whose failures are mended stays closed',
    file: 'run-schedule',
    text: '!(gate && left.has(gate.wave))',
    instead: '!(gate && left.size < 0)',
  },
  {
    what: 'a stop does not keep anything from starting',
    file: 'run-schedule',
    text: 'stop.aborted ? before : begin',
    instead: 'stop.aborted && mine.size > 99 ? before : begin',
  },
  {
    what: 'what runs is not waited for after a stop',
    file: 'run-schedule',
    text: 'if (mine.size === 0 && others.length === 0) {',
    instead: 'if ((stop.aborted || mine.size === 0) && others.length === 0) {',
  },
  {
    what: 'a runner ends although others have just made room for more',
    file: 'run-schedule',
    text: 'if (leaves || nextActs(schedule, now).length === 0) return now;',
    instead: 'return now;',
  },
  {
    what: 'a runner that comes back after others have gone on without it begins more',
    file: 'run-schedule',
    text: 'if (isGone(board, runner)) return board;\n  const halted',
    instead: 'const halted',
  },
  {
    what: 'a runner that comes back says how an act ended that others have taken over',
    file: 'run-schedule',
    text: 'if (board.acts[act]?.runner !== runner) return board;',
    instead: 'if (!board.acts[act]) return board;',
  },
  {
    what: 'nobody knows any more who had begun what was taken over',
    file: 'run-schedule',
    text: 'now.acts[act]?.from ?? []',
    instead: '[]',
  },
  {
    what: 'what runs is not waited for when the board is lost',
    file: 'run-schedule',
    text: 'await Promise.allSettled(mine.values());',
    instead: '',
  },
  {
    what: 'whoever cannot tell passes in the end',
    file: 'gate',
    text: "if (answer !== 'unknown' || check >= checks) return answer;",
    instead: "if (answer !== 'unknown') return answer; if (check >= checks) return 'pass';",
  },
  {
    what: 'one answer that cannot be told is a failure at once',
    file: 'gate',
    text: "if (answer !== 'unknown' || check >= checks) return answer;",
    instead: "return answer === 'unknown' ? 'fail' : answer;",
  },
];
