import type { StackContent } from '../../applied/changed';
import { askYes, hasTerminal } from '../../cli/ask';
import type { Context } from '../../cli/context';
import { failure, interruption } from '../../cli/errors';
import { attempt } from '../../ledger/steps';
import { foundBy } from '../gates/found-by';
import type { WaveGates } from '../gates/wave-gates';
import type { RolloutRun } from '../run';
import { closing, waveName } from '../schedule/schedule';
import {
  type Approval,
  type ApprovalRequest,
  approvalKey,
  approvalStep,
  contentOf,
  readApproval,
} from './approval';

export interface ApprovingOptions {
  /** The waves to roll out, in order, with their stacks. */
  waves: ReadonlyMap<number, readonly StackContent[]>;
  /** The user has just agreed to the whole rollout on a terminal, which covers the first wave. */
  agreed: boolean;
  terminal?: boolean;
  ask?: typeof askYes;
}

const mostNamed = 20;

/** Describes a wave for its approver. */
function describeWave(wave: number, stacks: readonly StackContent[]): string {
  const of = (value: (stack: StackContent['stack']) => string) =>
    [...new Set(stacks.map(({ stack }) => value(stack)))].join(', ');
  const more = stacks.length - mostNamed;
  return [
    `${waveName(wave)}: ${stacks.length} ${stacks.length === 1 ? 'stack' : 'stacks'}`,
    `  accounts: ${of(({ account, accountId }) => `${account} (${accountId})`)}`,
    `  regions: ${of(({ region }) => region)}`,
    ...stacks.slice(0, mostNamed).map(({ stack }) => `  ${stack.id}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}

/** Findings of the previous wave's gate; empty if there was none. */
async function lastGate(run: RolloutRun, waves: readonly number[], wave: number): Promise<string[]> {
  const before = waves[waves.indexOf(wave) - 1];
  const found = before === undefined ? undefined : await foundBy(run, closing(before));
  if (before === undefined || !found) return [];
  const failed = [...found]
    .filter(([, answer]) => answer !== 'pass')
    .map(([check, answer]) => `${check}: ${answer}`);
  return [
    `  gate of ${waveName(before)}: ${failed.length === 0 ? `passed (${found.size} checks)` : failed.join(', ')}`,
  ];
}

/** Gates that let a wave begin only once it is approved, on the terminal or with a command elsewhere. */
export function approving(
  { interrupt, say }: Pick<Context, 'interrupt' | 'say'>,
  run: RolloutRun,
  gates: WaveGates | undefined,
  { waves, agreed, terminal = hasTerminal(), ask = askYes }: ApprovingOptions,
): WaveGates {
  const { ledger, board, environment, by } = run;
  const numbers = [...waves.keys()];
  const here = (request: ApprovalRequest, how: object) => ({
    approved: { wave: request.wave, content: request.content, by, at: new Date().toISOString(), ...how },
  });

  async function elsewhere(request: ApprovalRequest): Promise<{ approved: Approval }> {
    const store = await run.stores.of({ account: run.home, stack: '' });
    const approval = store && (await readApproval(store, request));
    if (approval) return { approved: approval };
    const { wave } = request;
    const again = board ? `--board ${board.name}` : `--resume ${ledger.run}`;
    throw failure(
      `${waveName(wave)} waits for an approval:\n` +
        `  npx fleet rollout approve ${ledger.run} --env ${environment.name} --wave ${wave}\n` +
        `then continue: npx fleet rollout --env ${environment.name} ${again} --approve-each --yes`,
    );
  }

  async function approved(request: ApprovalRequest): Promise<object> {
    if (agreed && request.wave === numbers[0]) return here(request, { with: 'the whole' });
    if (!terminal) return elsewhere(request);
    say(request.what);
    if (await ask(`begin ${waveName(request.wave)}?`, interrupt.signal))
      return here(request, { on: 'the terminal' });
    if (interrupt.signal.aborted) throw interruption(`interrupted before ${waveName(request.wave)}`);
    throw failure(`${waveName(request.wave)} was not approved by ${by}`);
  }

  return {
    asks: terminal,
    async open(wave) {
      const stacks = waves.get(wave) ?? [];
      const request: ApprovalRequest = {
        wave,
        content: contentOf(stacks),
        stacks: stacks.map(({ stack }) => stack.id),
        key: approvalKey({ run: ledger.run, board: board?.name }, wave),
        what: [describeWave(wave, stacks), ...(await lastGate(run, numbers, wave))].join('\n'),
      };
      await attempt(ledger, approvalStep(wave), request, () => approved(request));
      await gates?.open(wave);
    },
    async close(wave) {
      await gates?.close(wave);
    },
  };
}
