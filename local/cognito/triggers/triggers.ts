import { z } from 'zod';
import { AwsError } from '../../aws-error';
import type { Cognito } from '../call';
import type { Pool } from '../model';
import type { Attributes } from '../users/user-attributes';
import type { User } from '../users/users';
import { runTrigger } from './hook';
import { eventAttributes, sdkVersion } from './hook-event';

/** The user that a trigger is about, and on whose behalf it runs. */
interface Occasion {
  pool: Pool;
  /** Without a client (administrators' calls), events contain Cognito's placeholder. */
  clientId?: string | undefined;
  username: string;
  clientMetadata?: Record<string, string> | undefined;
  userAgent: string;
}

const envelope = (triggerSource: string, { pool, clientId, username, userAgent }: Occasion) => ({
  version: '1',
  triggerSource,
  region: pool.region,
  userPoolId: pool.id,
  userName: username,
  callerContext: {
    awsSdkVersion: sdkVersion(userAgent),
    clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
  },
});

const decision = z.object({
  autoConfirmUser: z.boolean().nullish(),
  autoVerifyEmail: z.boolean().nullish(),
  autoVerifyPhone: z.boolean().nullish(),
});
const preSignUpAnswer = z.object({ response: decision });

/**
 * Runs the pool's pre-sign-up function, if there is one, before a user is created. Returns its decision. Throws
 * UserLambdaValidationException if it refuses, InvalidLambdaResponseException for an invalid response.
 */
export async function preSignUp(
  cognito: Cognito,
  source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser' | 'PreSignUp_ExternalProvider',
  occasion: Occasion & { attributes: Attributes; validationData?: Record<string, string> | undefined },
): Promise<z.infer<typeof decision>> {
  const { pool, attributes, validationData, clientMetadata } = occasion;
  const arn = pool.settings.LambdaConfig?.PreSignUp;
  if (!arn) return {};
  const { sub: _, ...userAttributes } = attributes;
  const event = {
    ...envelope(source, occasion),
    request: {
      userAttributes,
      validationData: validationData ?? null,
      ...(clientMetadata && { clientMetadata }),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  };
  const answer = preSignUpAnswer.safeParse(
    await runTrigger(cognito, pool, { arn, name: 'PreSignUp' }, event),
  );
  if (!answer.success) throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  return answer.data.response;
}

/** Runs the pool's post-confirmation function, if there is one. Its refusal fails the call, not the confirmation. */
export async function postConfirmation(
  cognito: Cognito,
  source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword',
  { user, ...occasion }: Omit<Occasion, 'username'> & { user: User },
): Promise<void> {
  const { pool, clientMetadata } = occasion;
  const arn = pool.settings.LambdaConfig?.PostConfirmation;
  if (!arn) return;
  const event = {
    ...envelope(source, { ...occasion, username: user.username }),
    request: {
      userAttributes: eventAttributes(pool, user),
      ...(clientMetadata && { clientMetadata }),
    },
    response: {},
  };
  await runTrigger(cognito, pool, { arn, name: 'PostConfirmation' }, event);
}
