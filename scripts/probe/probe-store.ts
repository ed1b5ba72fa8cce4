import type { Environment } from '../../environments/schema';
import { contentHash } from '../../stacks/policies/content-hash';
import type { PoolAccess } from '../aws/pool-access';
import { messageOf } from '../cli/errors';
import type { StoreLocation } from '../policy/locations';
import { registeredStore } from '../policy/registry';
import type { StoreText } from '../policy/stores';
import { askStore } from './ask-store';
import { type Unexpected, unexpected } from './decisions';

/** What came of one store. */
export interface ProbeEnd {
  outcome: 'as expected' | 'differs' | 'not rolled out' | 'failed' | 'not started';
  /** Golden decisions asked. */
  asked: number;
  unexpected: Unexpected[];
  /** Hash that the registry has of its content; undefined where it has none. */
  content?: string;
  /** Whether that is the hash of the working tree's content. */
  contentEqual: boolean;
  reason?: string;
}

const nothing = { asked: 0, unexpected: [], contentEqual: false };

/** The end of a store that was never asked. */
export const notStarted: ProbeEnd = { ...nothing, outcome: 'not started', reason: 'interrupted' };

/** Asks one store. Never throws because of what it finds. */
export async function probeStore(
  environment: Environment,
  pools: Pick<PoolAccess, 'access'>,
  place: StoreLocation,
  { content, golden }: StoreText,
): Promise<ProbeEnd> {
  try {
    const config = await pools.access(place);
    const registered = await registeredStore(environment, config, place);
    if (!registered)
      return {
        ...nothing,
        outcome: 'not rolled out',
        reason: `no registry names it; roll out its stack: npx fleet rollout --env ${environment.name} --stack ${place.id}`,
      };
    const differences = unexpected(await askStore(config, registered, content, golden));
    const contentEqual = registered.content === contentHash(content);
    return {
      outcome: differences.length === 0 && contentEqual ? 'as expected' : 'differs',
      asked: golden.length,
      unexpected: differences,
      ...(registered.content && { content: registered.content }),
      contentEqual,
    };
  } catch (error) {
    return { ...nothing, outcome: 'failed', reason: messageOf(error) };
  }
}
