import type { ListUsersRequest, UserType } from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito, Operation } from '../call';
import type { Pool } from '../model';
import { attributeMap } from './user-attributes';

/** `attribute = "value"`, or `^=` for a prefix: the API's filters support nothing else. */
const filterPattern = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"(.*)"\s*$/;

function fits(user: UserType, [, name = '', operator, value = '']: RegExpExecArray): boolean {
  const own: Record<string, string | undefined> = {
    username: user.Username,
    'cognito:user_status': user.UserStatus,
    status: user.Enabled ? 'Enabled' : 'Disabled',
  };
  const found = own[name] ?? attributeMap(user.Attributes)[name];
  return operator === '=' ? found === value : (found?.startsWith(value) ?? false);
}

/** External users that match a filter. moto can't match them, because it stores them differently. */
async function externalMatches({ moto }: Cognito, pool: Pool, filter: RegExpExecArray): Promise<UserType[]> {
  const all = await Promise.all(
    [...pool.external.names.keys()].map(async (Username) => {
      const found = await moto(pool, 'AdminGetUser', { UserPoolId: pool.id, Username });
      const { UserAttributes, ...user } = found as UserType & { UserAttributes?: UserType['Attributes'] };
      return { ...user, Attributes: UserAttributes };
    }),
  );
  return all.filter((user) => fits(user, filter));
}

/** ListUsers and ListUsersInGroup, including external users. */
export const listUsers: Operation<ListUsersRequest> = async (cognito, call) => {
  const { input, operation } = call;
  const pool = cognito.state.pool(input.UserPoolId as string, call);
  const answer = await cognito.moto(pool, operation, input);
  const filter = filterPattern.exec(input.Filter ?? '');
  if (!filter || !pool.external.names.size) return answer;
  const native = (answer.Users as UserType[]).filter(
    ({ Username = '' }) => !pool.external.names.has(Username),
  );
  // External users are all on the first page.
  const external = input.PaginationToken ? [] : await externalMatches(cognito, pool, filter);
  return { ...answer, Users: [...native, ...external] };
};
