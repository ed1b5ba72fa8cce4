import type { Environment } from '../../environments/schema';
import { contentHash } from '../../stacks/policies/content-hash';
import type { PoolAccess } from '../aws/pool-access';
import { messageOf } from '../cli/errors';
import type { StoreLocation } from '../policy/locations';
import { registeredStore } from '../policy/registry';
import type { StoreText } from '../policy/stores';
import { askStore } from './ask-store';
import { type Unexpected, unexpected } from './decisions';

/** Result of probing one store. */
export interface ProbeEnd {
  outcome: 'as expected' | 'differs' | 'not rolled out' | 'failed' | 'not started';
  /** Golden decisions asked. */
  asked: number;
  unexpected: Unexpected[];
  /** Hash of its content in the registry, if there is one. */
  content?: string;
  /** Whether that is the hash of the working tree's content. */
  contentEqual: boolean;
  reason?: string;
}

const nothing = { asked: 0, unexpected: [], contentEqual: false };

/** Result for a store that was not probed. */
export const notStarted: ProbeEnd = { ...nothing, outcome: 'not started', reason: 'interrupted' };

/** Probes one store. Never throws; errors are part of the result. */
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
        reason: `it is not in any registry; roll out its stack: npx fleet rollout --env ${environment.name} --stack ${place.id}`,
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
