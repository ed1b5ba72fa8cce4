import type { Construct } from 'constructs';
import type { Tenant } from '../environments/schema';
import type { BundledFunction } from '../functions/catalogue';
import { FleetStack, type Target } from './fleet-stack';

export interface CellStackProps {
  target: Target;
  /** Tenants whose file places them in this cell in the target's region. */
  tenants: readonly Tenant[];
  /** Zip of the tenant hook. */
  hookZip: BundledFunction;
}

/** A bounded group of tenants in one target, with the one hook that all their pools call. */
export class CellStack extends FleetStack {
  /** `cell` is the cell's name, such as `cell-01`. */
  constructor(scope: Construct, cell: string, { target }: CellStackProps) {
    super(scope, cell, { target });
  }
}
