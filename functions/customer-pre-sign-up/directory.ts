import {
  AdminLinkProviderForUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Budget } from '../shared/budget';
import { withinBudget } from '../shared/client';
import { Denied } from '../shared/denied';
import { refuseOutage } from '../shared/outage';
import { span } from '../shared/tracing';
import type { PoolUser } from './decide';
import type { SocialIdentity } from './identity';

/** One pool's users. Each call throws Denied (`store-…`) if Cognito fails or is slow. */
export interface Directory {
  /** Every user with this e-mail address, verified or not. */
  usersOf(email: string): Promise<PoolUser[]>;
  /** From now on, signing in with the identity signs in this user. */
  link(username: string, identity: SocialIdentity): Promise<void>;
}

/** Starts the time budget of one event. */
export type BeginDirectory = (userPoolId: string) => Directory;

function userOf({ Username, Attributes = [], Enabled, UserStatus }: UserType): PoolUser {
  const attribute = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value ?? '';
  if (!Username || Enabled === undefined || !UserStatus)
    throw new Denied('store-malformed', { record: 'user' });
  return {
    username: Username,
    email: attribute('email'),
    emailVerified: attribute('email_verified') === 'true',
    enabled: Enabled,
    status: UserStatus,
  };
}

/** The filter's value is between quotation marks. */
const escaped = (text: string) => text.replace(/[\\"]/g, '\\$&');

export function userDirectory(region: string, budget: Budget): BeginDirectory {
  const client = new CognitoIdentityProviderClient({ region, ...withinBudget(budget) });

  return (UserPoolId) => {
    const abortSignal = AbortSignal.timeout(budget.total);
    const call = <T>(run: () => Promise<T>) => span('Cognito', () => run().catch(refuseOutage), true);

    const page = (Filter: string, PaginationToken?: string) => {
      const command = new ListUsersCommand({
        UserPoolId,
        Filter,
        AttributesToGet: ['email', 'email_verified'],
        PaginationToken,
      });
      return call(() => client.send(command, { abortSignal }));
    };

    return {
      async usersOf(email) {
        const users: PoolUser[] = [];
        let next: string | undefined;
        do {
          const { Users = [], PaginationToken } = await page(`email = "${escaped(email)}"`, next);
          users.push(...Users.map(userOf));
          next = PaginationToken;
        } while (next);
        return users;
      },
      async link(username, { provider, subject }) {
        const command = new AdminLinkProviderForUserCommand({
          UserPoolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
          SourceUser: {
            ProviderName: provider,
            ProviderAttributeName: 'Cognito_Subject',
            ProviderAttributeValue: subject,
          },
        });
        await call(() => client.send(command, { abortSignal }));
      },
    };
  };
}
