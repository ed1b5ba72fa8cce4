import { type PlacedStack, placementOf } from '../../environments/placement';
import type { LoadedEnvironment } from '../../environments/schema';

/** A stack as commands see it. */
export interface StackInfo extends PlacedStack {
  /** It is no longer configured, and was named to be destroyed. */
  removed?: true;
}

/** Every configured stack of an environment. */
export const stacksOf: (loaded: LoadedEnvironment) => StackInfo[] = placementOf;
