import { failure, messageOf } from '../cli/errors';

interface SdkError {
  name?: string;
  $metadata?: { httpStatusCode?: number };
}

/** Names under which AWS refuses a call; S3 answers a HEAD without any. */
const refusals = ['AccessDenied', 'AccessDeniedException', 'AuthorizationErrorException', 'Forbidden'];

const isRefusal = (error: unknown) => {
  const { name = '', $metadata } = Object(error) as SdkError;
  return refusals.includes(name) || $metadata?.httpStatusCode === 403;
};

/** Who asks, and what for: every error says so. */
export interface Asker {
  role: string;
  address: string;
  region: string;
}

/**
 * Asks AWS one thing. Undefined when AWS answers with one of the errors that mean: there is none.
 * Every other error is thrown, so that what a role may not see never counts as absent.
 * @param action as IAM names the call, such as `iam:GetRole`
 * @param missing names of the errors that mean: there is none
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
        `cannot tell whether ${address} stands in AWS: ${role} may not ${action} in ${region}: ${messageOf(error)}`,
        `give the role ${action}: roll out the account's foundation, which brings its rights up to date; ` +
          'if something else of the same name, without our tags, is in the way, rename or remove that',
        error,
      );
    throw failure(
      `cannot tell whether ${address} stands in AWS: ${action} in ${region} failed: ${messageOf(error)}`,
      'nothing was changed; run the same command again',
      error,
    );
  }
}
