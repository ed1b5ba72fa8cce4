import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { stateKey } from '../../../environments/names';
import type { StateStore } from '../../aws/state-store';
import type { Context } from '../../cli/context';
import { failure } from '../../cli/errors';
import { attempt } from '../../ledger/steps';
import type { Intent } from '../../rollout/attempt';
import { type HoldRequest, holdForRun } from '../../rollout/hold-for-run';
import { workFolder } from '../../terraform/work-folder';
import { type Moving, movedStates } from './moved-states';
import type { Move } from './what-to-move';

/** A run that can hold stacks. */
export type HoldingRun = HoldRequest['run'];

/** Writes an object once; a repeated write leaves it unchanged. */
async function keep(store: StateStore, key: string, text: string): Promise<void> {
  await store.write(key, text, undefined);
}

/** The current state of a stack. Throws if there is none. */
async function stateOf(store: StateStore, id: string, key: string) {
  const found = await store.read(key);
  if (!found || found.text.trim() === '') throw failure(`${id} has no state`, 'roll it out first');
  return found;
}

async function replace(store: StateStore, key: string, text: string, seen: string): Promise<void> {
  if (!(await store.write(key, text, seen)))
    throw failure(
      `someone wrote to s3://${store.bucket}/${key} although its stack is locked`,
      'find out who; then run the same command again',
    );
}

/** Key of the backup of a state, from before a run's moves. */
export const backupKey = (run: string, { region }: Pick<Move, 'region'>, stack: string): string =>
  `moves/${run}/${region}/${stack}.tfstate`;

/**
 * Moves a tenant between the states of two stacks whose locks the caller holds. The target's state is written first: if
 * killed in between, both contain the tenant, and neither stack can be rolled out until this has been resumed.
 * @param run names the backups
 */
export async function moveBetween(
  store: StateStore,
  run: string,
  move: Move,
  moving: Omit<Moving, 'from' | 'to'>,
): Promise<string[]> {
  const keys = { source: stateKey(move.region, move.from), target: stateKey(move.region, move.to) };
  const [source, target] = await Promise.all([
    stateOf(store, move.source, keys.source),
    stateOf(store, move.target, keys.target),
  ]);
  const moved = movedStates(source.text, target.text, { ...moving, from: move.from, to: move.to });
  await keep(store, backupKey(run, move, move.from), source.text);
  await keep(store, backupKey(run, move, move.to), target.text);
  if (moved.target !== undefined) await replace(store, keys.target, moved.target, target.etag);
  if (moved.source !== undefined) await replace(store, keys.source, moved.source, source.etag);
  return moved.addresses;
}

/**
 * Does something while holding both stacks as a rollout does: meanwhile, a rollout of either, or a manual
 * `terraform apply`, is refused. If killed, the same run takes its locks over.
 */
export async function holdingBoth<T>(
  { workspace }: Pick<Context, 'workspace'>,
  run: HoldingRun,
  store: StateStore,
  move: Move,
  work: () => Promise<T>,
): Promise<T> {
  const holding = <R>(id: string, stack: string, inside: () => Promise<R>) => {
    const folder = workFolder(workspace, id, 'change');
    const intent: Intent = {
      content: '',
      lock: randomUUID(),
      runner: run.runner,
      folder,
      log: join(folder, 'move.log'),
    };
    // The ledger records the lock, under the stack's id, before it is taken, so that it can be proven to be ours.
    return attempt(run.ledger, id, intent, async () => {
      const held = await holdForRun({ stack: { id, region: move.region, stack }, run, ...intent }, store);
      try {
        return { result: await inside() };
      } finally {
        await held.giveUp(false);
      }
    });
  };
  const { result } = await holding(move.source, move.from, () => holding(move.target, move.to, work));
  return result.result;
}
