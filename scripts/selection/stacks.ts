import { type PlacedStack, placementOf } from '../../environments/placement';
import type { LoadedEnvironment } from '../../environments/schema';

/** A stack as commands deal with it. */
export interface StackInfo extends PlacedStack {
  /** Configuration no longer has it, and it was named to be destroyed. */
  removed?: true;
}

/** Every stack that configuration has in one environment. */
export const stacksOf: (loaded: LoadedEnvironment) => StackInfo[] = placementOf;
