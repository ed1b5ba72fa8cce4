import { exitCodes, FleetError } from '../../cli/errors';

/** What lies in Secrets Manager is not the provider's secret: it was given to nobody. */
export class SecretRefused extends FleetError {
  constructor(why: string, remedy: string) {
    super(why, { exitCode: exitCodes.failed, remedy });
  }
}
