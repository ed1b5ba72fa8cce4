import {
  CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  type IdentityProviderTypeType,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Budget } from '../shared/budget';
import { withinBudget } from '../shared/client';
import { span } from '../shared/tracing';
import type { CurrentProvider, Step } from './decide';
import type { WantedProvider } from './request';

/** Cognito's identity providers. Every call throws what the AWS client throws. */
export interface Providers {
  /** Undefined if there is no such provider or pool. */
  find(wanted: WantedProvider): Promise<CurrentProvider | undefined>;
  carryOut(wanted: WantedProvider, step: Step): Promise<void>;
  /** Returns false if the provider, or its pool, is already gone. */
  remove(wanted: WantedProvider): Promise<boolean>;
}

const ifMissing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (Object(error).name === 'ResourceNotFoundException') return instead;
    throw error;
  };

/** `signal` aborts the calls of one request. */
export function cognitoProviders(region: string, budget: Budget): (signal: AbortSignal) => Providers {
  const client = new CognitoIdentityProviderClient({ region, ...withinBudget(budget) });
  const call = <T>(run: () => Promise<T>) => span('Cognito', run, true);

  return (abortSignal) => ({
    async find({ userPoolId: UserPoolId, providerName: ProviderName }) {
      const command = new DescribeIdentityProviderCommand({ UserPoolId, ProviderName });
      const found = await call(() => client.send(command, { abortSignal }).catch(ifMissing(undefined)));
      const { ProviderType = '', ProviderDetails = {} } = found?.IdentityProvider ?? {};
      return found && { type: ProviderType, details: ProviderDetails };
    },
    async carryOut(wanted, { do: what, details: ProviderDetails }) {
      const { userPoolId: UserPoolId, providerName: ProviderName, providerType } = wanted;
      const { attributeMapping: AttributeMapping, idpIdentifiers: IdpIdentifiers } = wanted;
      const shared = { UserPoolId, ProviderName, AttributeMapping, IdpIdentifiers };
      if (what === 'update') {
        const command = new UpdateIdentityProviderCommand({ ...shared, ProviderDetails });
        await call(() => client.send(command, { abortSignal }));
        return;
      }
      const ProviderType = providerType as IdentityProviderTypeType;
      const command = new CreateIdentityProviderCommand({ ...shared, ProviderType, ProviderDetails });
      await call(() => client.send(command, { abortSignal }));
    },
    async remove({ userPoolId: UserPoolId, providerName: ProviderName }) {
      const command = new DeleteIdentityProviderCommand({ UserPoolId, ProviderName });
      const answer = await call(() => client.send(command, { abortSignal }).catch(ifMissing(undefined)));
      return answer !== undefined;
    },
  });
}
