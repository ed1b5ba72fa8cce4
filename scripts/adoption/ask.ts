import { failure, messageOf } from '../cli/errors';

interface SdkError {
  name?: string;
  $metadata?: { httpStatusCode?: number };
}

/** Names of AWS's access errors; S3's answer to a HEAD has none. */
const refusals = ['AccessDenied', 'AccessDeniedException', 'AuthorizationErrorException', 'Forbidden'];

const isRefusal = (error: unknown) => {
  const { name = '', $metadata } = Object(error) as SdkError;
  return refusals.includes(name) || $metadata?.httpStatusCode === 403;
};

/** The role that asks, and the address it asks for, which every error names. */
export interface Asker {
  role: string;
  address: string;
  region: string;
}

/**
 * Makes one AWS call. Undefined if AWS answers with an error that means the resource does not exist.
 * Every other error is thrown, so that what a role may not see never counts as absent.
 * @param action IAM's name of the call, such as `iam:GetRole`
 * @param missing names of the errors that mean the resource does not exist
 */
export async function ask<T>(
  { role, address, region }: Asker,
  action: string,
  run: () => Promise<T>,
  missing: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    const { name = '' } = Object(error) as SdkError;
    if (missing.includes(name)) return undefined;
    if (isRefusal(error))
      throw failure(
        `cannot tell whether ${address} exists in AWS: ${role} may not ${action} in ${region}: ${messageOf(error)}`,
        `give the role ${action}: roll out the account's foundation, which updates its permissions; ` +
          'if something else of the same name, without our tags, is in the way, rename or remove that',
        error,
      );
    throw failure(
      `cannot tell whether ${address} exists in AWS: ${action} in ${region} failed: ${messageOf(error)}`,
      'nothing was changed; run the same command again',
      error,
    );
  }
}
