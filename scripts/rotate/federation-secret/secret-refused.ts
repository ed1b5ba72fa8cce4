import { exitCodes, FleetError } from '../../cli/errors';

/** The value in Secrets Manager is not the provider's secret; Cognito was not given it. */
export class SecretRefused extends FleetError {
  constructor(why: string, remedy: string) {
    super(why, { exitCode: exitCodes.failed, remedy });
  }
}
