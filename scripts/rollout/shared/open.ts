import { createHash } from 'node:crypto';
import type { LoadedEnvironment } from '../../../environments/schema';
import type { StackContent } from '../../applied/changed';
import { openBucket } from '../../aws/state-bucket';
import type { StateStore } from '../../aws/state-store';
import type { Context } from '../../cli/context';
import { usageError } from '../../cli/errors';
import type { PlanSet } from '../../plan-set/folder';
import { revisionOf } from '../../plan-set/git';
import { homeOf } from '../begin-run';
import { type Begun, begin, readBegun, refuseOthers, type SharedRequest } from './begun';

/** A board that this runner may join. */
export interface OpenBoard {
  name: string;
  store: StateStore;
  /** Undefined if it has not begun yet. */
  begun: Begun | undefined;
  /** Begins it; returns false if another runner was faster. */
  begin(what: Omit<Begun, 'version' | 'request'>): Promise<boolean>;
}

export interface OpenRequest {
  name: string;
  loaded: LoadedEnvironment;
  /** Everything selected, whether or not there is anything to do. */
  compared: readonly StackContent[];
  remove: readonly string[];
  refresh: boolean;
  approveEach: boolean;
  planSet: PlanSet | undefined;
}

const requestOf = (root: string, request: OpenRequest): SharedRequest => ({
  environment: request.loaded.environment.name,
  commit: revisionOf(root),
  contents: Object.fromEntries(request.compared.map(({ stack, content }) => [stack.id, content])),
  remove: [...request.remove].sort(),
  refresh: request.refresh,
  approveEach: request.approveEach,
  planSet: request.planSet
    ? createHash('sha256').update(JSON.stringify(request.planSet.manifest)).digest('hex')
    : null,
  rollout: request.loaded.environment.rollout,
});

/**
 * Opens a board in the state bucket of the environment's home account. Throws a usage error if there is no bucket yet,
 * or if the board was begun for something else.
 */
export async function openBoard({ workspace }: Context, request: OpenRequest): Promise<OpenBoard> {
  const { name, loaded, compared } = request;
  const { environment } = loaded;
  const home = homeOf(
    environment,
    compared.map(({ stack }) => stack),
  );
  const store = await openBucket(environment, home, 'change');
  if (!store)
    throw usageError(
      `a board needs the state bucket of account ${home}, which does not exist yet`,
      `roll out its foundation first: npx fleet rollout --env ${environment.name} --account ${home} --stack foundation`,
    );
  try {
    const ours = requestOf(workspace.root, request);
    const begun = await readBegun(store, name);
    if (begun) refuseOthers(name, begun, ours);
    return {
      name,
      store,
      begun,
      begin: (what) => begin(store, name, { version: 1, request: ours, ...what }),
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
