import { stateKey } from '../../environments/names';
import type { StateStore } from '../aws/state-store';
import type { StackInfo } from '../selection/stacks';
import { type LockFacts, whyHeld } from './attempt';
import { type Held, holdStack } from './hold';
import type { RolloutRun } from './run';

/** What a run needs to take a stack. */
export interface HoldRequest {
  stack: Pick<StackInfo, 'id' | 'region' | 'stack'>;
  run: Pick<RolloutRun, 'environment' | 'ledger' | 'runner' | 'board' | 'entriesOf'>;
  /** Hash of the content to apply. */
  content: string;
  /** ID of the state lock recorded in the ledger for this attempt. */
  lock: string;
  /** The work folder. */
  folder: string;
  waitFor?: LockFacts['waitFor'];
}

/** Takes a stack for a run. Throws if it is held by another. */
export const holdForRun = (
  { stack, run, content, lock, folder, waitFor }: HoldRequest,
  store: StateStore,
): Promise<Held> =>
  holdStack(
    {
      stack: stack.id,
      key: stateKey(stack.region, stack.stack),
      run: run.ledger.run,
      runner: run.runner,
      lock,
      content,
      since: new Date().toISOString(),
    },
    {
      store,
      environment: run.environment.name,
      folder,
      board: run.board?.name,
      whyHeld: (found) => whyHeld(found, stack.id, { entriesOf: run.entriesOf, waitFor }),
    },
  );
