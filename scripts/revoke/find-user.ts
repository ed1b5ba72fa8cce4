import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

/** The format of `sub`, and of usernames in pools whose users sign in by e-mail address. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;

/** Possible usernames, to look up one by one. */
export const usernamesMeant = (user: string, providers: readonly string[]): string[] => [
  user,
  ...providers.map((provider) => `${provider}_${user}`),
];

/** ListUsers filters that find other candidates: federated users have no e-mail alias. */
export function filtersMeant(user: string): string[] {
  if (uuid.test(user)) return [`sub = ${quoted(user.toLowerCase())}`];
  if (!user.includes('@')) return [];
  return [...new Set([user, user.toLowerCase()])].map((email) => `email = ${quoted(email)}`);
}

/**
 * Usernames in a pool that match this: by username, `sub`, e-mail address, or subject at one of the
 * pool's identity providers. Several if a person has a user for each way to sign in; empty if none match.
 */
export async function findUsernames(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  { user, providers }: { user: string; providers: readonly string[] },
): Promise<string[]> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const found = new Set<string>();
  for (const Username of usernamesMeant(user, providers)) {
    try {
      const answer = await client.send(new sdk.AdminGetUserCommand({ UserPoolId, Username }));
      found.add(answer.Username ?? Username);
    } catch (error) {
      if (!(error instanceof sdk.UserNotFoundException)) throw error;
    }
  }
  for (const Filter of filtersMeant(user))
    for await (const { Users = [] } of sdk.paginateListUsers({ client }, { UserPoolId, Filter }))
      for (const { Username } of Users) if (Username) found.add(Username);
  return [...found].sort();
}
