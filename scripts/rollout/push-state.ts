import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateKey } from '../../environments/names';
import { parseState, readState, type StateInBucket } from '../applied/state';
import { callerIdentity } from '../aws/credentials';
import { confirm, requireTerminal } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import { failure, messageOf, usageError } from '../cli/errors';
import type { CommonFlags } from '../cli/flags';
import { withLock } from '../cli/with-lock';
import { privateFolder, timestamp } from '../cli/workspace';
import { attempt } from '../ledger/steps';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment, type Selection, selectStacks } from '../selection/selection';
import { type StackInfo, stacksOf } from '../selection/stacks';
import { terraformEnvironment } from '../terraform/environment';
import { archiveErroredState, erroredFolder, erroredState } from '../terraform/errored-state';
import { pushState, type StackSession } from '../terraform/session';
import { workFolder } from '../terraform/work-folder';
import type { Intent } from './attempt';
import { withRun } from './begin-run';
import { holdForRun } from './hold-for-run';

export interface PushFlags extends CommonFlags, Pick<Selection, 'env' | 'stack'> {
  yes?: boolean;
}

const shown = 20;

const list = (addresses: readonly string[]): string =>
  addresses.length > shown
    ? `${addresses.slice(0, shown).join(', ')} and ${addresses.length - shown} more`
    : addresses.join(', ') || 'nothing';

/** Describes what pushing a state would do to the one in the bucket. Throws if it would overwrite a newer one. */
export function describePush(stack: string, there: StateInBucket | undefined, ours: StateInBucket): string {
  if (there && there.lineage !== ours.lineage)
    throw failure(
      `the state of ${stack} in the bucket is a different one (lineage ${there.lineage}, not ${ours.lineage})`,
      'a new state was started there; compare both by hand before you push anything',
    );
  if (there && there.serial >= ours.serial)
    throw failure(
      `the state of ${stack} in the bucket has been written since (serial ${there.serial}; ours is ${ours.serial})`,
      'roll the stack out from there: what only ours contains is adopted; then remove the file from the work folder',
    );
  const only = (a: StateInBucket | undefined, b: StateInBucket | undefined) =>
    [...(a?.resources.keys() ?? [])].filter((address) => !b?.resources.has(address)).sort();
  return [
    `state of ${stack}: serial ${there?.serial ?? 'none'} in the bucket becomes ${ours.serial}`,
    `  ${ours.resources.size} resources instead of ${there?.resources.size ?? 0}`,
    `  added: ${list(only(ours, there))}`,
    `  removed: ${list(only(there, ours))}`,
  ].join('\n');
}

/** The state in a file. Throws if it is not a complete state. */
function stateIn(file: string): StateInBucket {
  try {
    return parseState(readFileSync(file, 'utf8'), '');
  } catch (error) {
    throw failure(
      `${file} cannot be read as a state: ${messageOf(error)}`,
      'remove it and roll the stack out: what the apply created is then found in AWS and adopted',
      error,
    );
  }
}

/** The single stack that the flags select. */
function oneStack(context: Context, flags: PushFlags) {
  const loaded = pickEnvironment(validConfiguration(context.workspace.root), flags.env);
  const stacks = selectStacks(stacksOf(loaded), flags);
  const [stack, other] = stacks as [StackInfo, ...StackInfo[]];
  if (other)
    throw usageError(
      `${stacks.length} stacks match, but a state is pushed for one: ${stacks.map(({ id }) => id).join(', ')}`,
      'name it with --stack and its full id',
    );
  return { environment: loaded.environment, stack };
}

/**
 * `fleet state push`: saves a state that an apply could not save, after showing what it overwrites. Until then the stack
 * stays locked and is not rolled out.
 */
export const pushStateCommand = (context: Context, flags: PushFlags): Promise<CommandResult> =>
  withLock(context.workspace.state, 'state push', async () => {
    const { workspace, env, interrupt, say } = context;
    const { environment, stack } = oneStack(context, flags);
    const folder = workFolder(workspace, stack.id, 'change');
    const file = join(folder, erroredState);
    if (!existsSync(file))
      throw usageError(
        `${folder} has no state of ${stack.id} that could not be saved`,
        'there is nothing to push',
      );
    const archive = archiveErroredState(folder, erroredFolder(workspace.state), stack.id);
    const ours = stateIn(file);
    if (!flags.yes) requireTerminal();
    const by = await callerIdentity(environment.regions[0] as string, env);
    const terraform = terraformEnvironment(workspace, env);
    const key = stateKey(stack.region, stack.stack);
    const log = join(privateFolder(workspace.state, 'runs', timestamp(new Date())), `${stack.id}.log`);
    const session: StackSession = {
      id: stack.id,
      folder,
      log,
      terraform,
      stop: interrupt.signal,
      tell: interrupt.tell,
      report: (phase) => say(`${stack.id}: ${phase}`),
    };
    const request = {
      command: 'state push' as const,
      environment: environment.name,
      home: stack.account,
      selection: {},
      stacks: [stack.id],
    };
    await withRun(context, { environment, request, by, refresh: false }, async (run) => {
      const store = await run.stores.of(stack);
      if (!store) throw failure(`account ${stack.account} has no state bucket`);
      await run.connect();
      say(describePush(stack.id, await readState(store, key), ours));
      if (!flags.yes) await confirm(environment.name);
      const intent: Intent = { content: '', lock: randomUUID(), runner: run.runner, folder, log };
      await interrupt.hold(() =>
        attempt(run.ledger, stack.id, intent, async () => {
          const held = await holdForRun({ stack, run, ...intent }, store);
          // If this fails, the stack stays locked, since the bucket's state is not the newest.
          describePush(stack.id, await readState(store, key), ours);
          await pushState(session, file);
          rmSync(file);
          await held.giveUp(false);
          return { outcome: 'pushed' };
        }),
      );
      return { result: undefined, outcome: 'done' };
    });
    return {
      data: { stack: stack.id, serial: ours.serial, copy: archive },
      text: `pushed the state of ${stack.id}, serial ${ours.serial}; a copy stays in ${archive}`,
    };
  });
