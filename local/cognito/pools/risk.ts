import type {
  DescribeRiskConfigurationRequest,
  SetRiskConfigurationRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Operation } from '../call';

import type { Pool } from '../model';
import { seconds } from './pools';

const everySignIn = ['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP'] as const;

function checkAddOn({ settings, id }: Pool): void {
  if ((settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') === 'OFF')
    throw new AwsError(
      'UserPoolAddOnNotEnabledException',
      `User pool ${id} does not have threat protection on.`,
    );
}

/** SetRiskConfiguration: how threat protection reacts, for the pool or for one client. */
export const setRiskConfiguration: Operation<SetRiskConfigurationRequest> = async (cognito, call) => {
  const { UserPoolId, ClientId, ...given } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  checkAddOn(pool);
  if (ClientId) cognito.state.client(pool, ClientId);
  const compromised = given.CompromisedCredentialsRiskConfiguration;
  const configuration = {
    UserPoolId: pool.id,
    ...(ClientId && { ClientId }),
    ...given,
    // An omitted filter means all kinds of events.
    ...(compromised && {
      CompromisedCredentialsRiskConfiguration: { EventFilter: [...everySignIn], ...compromised },
    }),
    LastModifiedDate: seconds(cognito.now()),
  };
  pool.risk.set(ClientId ?? 'ALL', configuration);
  return { RiskConfiguration: configuration };
};

/** DescribeRiskConfiguration. */
export const describeRiskConfiguration: Operation<DescribeRiskConfigurationRequest> = async (
  { state },
  call,
) => {
  const { UserPoolId, ClientId } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  const found = pool.risk.get(ClientId ?? 'ALL');
  return { RiskConfiguration: found ?? { UserPoolId: pool.id, ...(ClientId && { ClientId }) } };
};
