import { stateBucket } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { readingStates } from '../aws/state-bucket';
import { failure, messageOf } from '../cli/errors';
import type { Purpose } from '../terraform/work-folder';
import { parseState } from './deployed-state';
import type { DeployedStack } from './omissions';

/** States read at once. Each is a request of its own, and may be some megabytes. */
const atOnce = 8;

const stateObject = /^([^/]+)\/([^/]+)\/terraform\.tfstate$/;

/** Every state in the bucket of one account; none before its foundation has made the bucket. */
async function deployedIn(
  environment: Environment,
  account: string,
  purpose: Purpose,
): Promise<DeployedStack[]> {
  return readingStates(environment, account, purpose, async ({ list, read }) => {
    const found: DeployedStack[] = [];
    const keys = (await list()).filter((key) => stateObject.test(key));
    for (let from = 0; from < keys.length; from += atOnce)
      found.push(
        ...(await Promise.all(
          keys.slice(from, from + atOnce).map(async (key) => {
            const [, region = '', stack = ''] = stateObject.exec(key) ?? [];
            try {
              return { account, region, stack, ...parseState(stack, await read(key)) };
            } catch (error) {
              throw failure(
                `cannot read s3://${stateBucket(environment, account)}/${key}: ${messageOf(error)}`,
                'nothing can be said of what it holds; restore its last good version (the bucket is versioned)',
                error,
              );
            }
          }),
        )),
      );
    return found;
  });
}

/** Every stack that has a state in one of the environment's accounts, whether configuration still names it or not. */
export async function deployedStacks(environment: Environment, purpose: Purpose): Promise<DeployedStack[]> {
  const accounts = Object.keys(environment.accounts);
  return (await Promise.all(accounts.map((account) => deployedIn(environment, account, purpose)))).flat();
}
