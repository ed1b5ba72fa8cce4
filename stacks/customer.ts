import type { Construct } from 'constructs';
import type { BundledFunction } from '../functions/catalogue';
import { FleetStack, type Target } from './fleet-stack';

export interface CustomerStackProps {
  target: Target;
  /** Zip of the customer hook. */
  hookZip: BundledFunction;
}

/** The customer flow in one target: its pool, clients, domain, hook and policy store. */
export class CustomerStack extends FleetStack {
  constructor(scope: Construct, { target }: CustomerStackProps) {
    super(scope, 'customer', { target });
  }
}
