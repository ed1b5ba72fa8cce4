import type { LoadedEnvironment } from '../../environments/schema';
import type { PoolAccess } from '../aws/pool-access';

/** Where a flow is shown: an environment deployed to a local AWS. */
export interface Stage {
  loaded: LoadedEnvironment;
  /** URL of the local AWS. */
  endpoint: string;
  /** The project's folder. */
  root: string;
  /** The environment's home region. */
  region: string;
  /** With the permissions of the role that deploys. */
  pools: PoolAccess;
}
