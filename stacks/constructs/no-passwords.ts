/**
 * For pools in which nobody has a password. Cognito cannot make a pool without local users: an administrator may
 * still create one by the API. No client lets such a user in, since none offers a password flow or the provider
 * COGNITO; and should one ever, these rules and a second factor stand in the way.
 */
export const noPasswords = {
  mfa: 'ON',
  password: { minimumLength: 99, history: 24, temporaryValidityDays: 1 },
} as const;
