import type { Construct } from 'constructs';
import { FleetStack, type Target } from './fleet-stack';

/**
 * A stack that configuration no longer has, with nothing in it: applying it destroys what is in its state. Table
 * replicas are destroyed through the provider of their own region.
 */
export class EmptiedStack extends FleetStack {
  constructor(scope: Construct, stack: string, { target }: { target: Target }) {
    super(scope, stack, { target });
    for (const region of target.environment.regions) if (region !== target.region) this.providerIn(region);
  }
}
