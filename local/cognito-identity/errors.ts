/** An error of the identity pools' API. `type` is AWS's exception name; SDKs turn it into the class of that name. */
export class IdentityError extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** A parameter that Cognito refuses. */
export const invalid = (message: string) => new IdentityError('InvalidParameterException', message);

/** A pool or identity that is not there. */
export const missing = (message: string) => new IdentityError('ResourceNotFoundException', message);

/** A login that proves nothing, or a right that it does not give. */
export const unauthorized = (message: string) => new IdentityError('NotAuthorizedException', message);

/** The roles of the pool do not let anybody in; AWS tells no more than this. */
export const badRoles = () =>
  new IdentityError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  );
