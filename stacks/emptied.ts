import type { Construct } from 'constructs';
import { FleetStack, type Target } from './fleet-stack';

/**
 * A stack that configuration no longer has, with nothing in it: applied, it destroys what its state holds. Copies of
 * tables go through the provider of their own region.
 */
export class EmptiedStack extends FleetStack {
  constructor(scope: Construct, stack: string, { target }: { target: Target }) {
    super(scope, stack, { target });
    for (const region of target.environment.regions) if (region !== target.region) this.providerIn(region);
  }
}
