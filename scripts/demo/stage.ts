import type { LoadedEnvironment } from '../../environments/schema';
import type { PoolAccess } from '../aws/pool-access';

/** Where a flow is shown: an environment that stands in a local AWS. */
export interface Stage {
  loaded: LoadedEnvironment;
  /** The local AWS. */
  endpoint: string;
  /** The project's folder. */
  root: string;
  /** The environment's home region. */
  region: string;
  /** With the rights of whoever deploys. */
  pools: PoolAccess;
}
