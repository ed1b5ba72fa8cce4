import type { ListUsersRequest, UserType } from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito, Operation } from '../call';
import type { Pool } from '../model';
import { attributeMap } from './user-attributes';

/** `attribute = "value"`, or `^=` for how it begins: all that the API's filters can say. */
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

/** External users whom a filter means: moto would look at what it keeps of them, which is not what they are. */
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

/** ListUsers and ListUsersInGroup, external users among the others. */
export const listUsers: Operation<ListUsersRequest> = async (cognito, call) => {
  const { input, operation } = call;
  const pool = cognito.state.pool(input.UserPoolId as string, call);
  const answer = await cognito.moto(pool, operation, input);
  const filter = filterPattern.exec(input.Filter ?? '');
  if (!filter || !pool.external.names.size) return answer;
  const native = (answer.Users as UserType[]).filter(
    ({ Username = '' }) => !pool.external.names.has(Username),
  );
  // They all come with the first page.
  const external = input.PaginationToken ? [] : await externalMatches(cognito, pool, filter);
  return { ...answer, Users: [...native, ...external] };
};
