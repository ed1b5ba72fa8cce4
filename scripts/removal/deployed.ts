import { stateBucket } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { atMost } from '../aws/at-most';
import { BucketUnseen, readingStates } from '../aws/state-bucket';
import { failure, messageOf } from '../cli/errors';
import type { Purpose } from '../terraform/work-folder';
import { parseState } from './deployed-state';
import type { DeployedStack } from './omissions';

/** States read concurrently. Each is a separate request, and may be several megabytes. */
const atOnce = 8;

const stateObject = /^([^/]+)\/([^/]+)\/terraform\.tfstate$/;

/** Every state in the bucket of one account; empty before its foundation has created the bucket. */
async function deployedIn(
  environment: Environment,
  account: string,
  purpose: Purpose,
): Promise<DeployedStack[]> {
  return readingStates(environment, account, purpose, async ({ list, read }) => {
    const keys = (await list()).map(({ key }) => key).filter((key) => stateObject.test(key));
    const limited = atMost(atOnce);
    const parsed = async (key: string): Promise<DeployedStack> => {
      const [, region = '', stack = ''] = stateObject.exec(key) ?? [];
      try {
        return { account, region, stack, ...parseState(stack, (await read(key))?.text ?? '') };
      } catch (error) {
        throw failure(
          `cannot read s3://${stateBucket(environment, account)}/${key}: ${messageOf(error)}`,
          'restore its last good version; the bucket is versioned',
          error,
        );
      }
    };
    return Promise.all(keys.map((key) => limited(() => parsed(key))));
  });
}

/** What is deployed in an environment's accounts. */
export interface Deployed {
  /** Every stack that has a state there, whether it is still configured or not. */
  stacks: DeployedStack[];
  /** Accounts whose states these credentials may not read. */
  unseen: string[];
}

/**
 * Reads the states of every account in the environment. Throws only if an account in `mustSee` cannot be read: a
 * pipeline job has access to only one account.
 */
export async function deployedStacks(
  environment: Environment,
  purpose: Purpose,
  mustSee: ReadonlySet<string>,
): Promise<Deployed> {
  const unseen: Deployed['unseen'] = [];
  const stacks = await Promise.all(
    Object.keys(environment.accounts).map(async (account) => {
      try {
        return await deployedIn(environment, account, purpose);
      } catch (error) {
        if (mustSee.has(account) || !(error instanceof BucketUnseen)) throw error;
        unseen.push(account);
        return [];
      }
    }),
  );
  return { stacks: stacks.flat(), unseen };
}
