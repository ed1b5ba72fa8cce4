/**
 * For pools in which nobody has a password. Cognito cannot rule out local users: an administrator may
 * still create one through the API. No client lets such a user in, since none offers a password flow or the provider
 * COGNITO; and if one ever did, these rules and a second factor would be in the way.
 */
export const noPasswords = {
  mfa: 'ON',
  password: { minimumLength: 99, history: 24, temporaryValidityDays: 1 },
} as const;
