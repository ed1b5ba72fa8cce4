import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import type { Client } from '../model';
import { checkPassword } from '../sign-in/auth-flows';
import { answerChallenge } from '../sign-in/challenge-responses';
import { secretHash } from '../sign-in/secret-hash';
import { nextStep } from '../sign-in/sign-in';
import { associateSoftwareToken, verifySoftwareToken } from '../sign-in/software-token';
import type { User } from '../users/users';
import type { DomainRequest } from './domain-request';

/** Progress of a password sign-in: the user, and the next step, if any. */
export interface Standing {
  user: User;
  step: InitiateAuthResponse | undefined;
}

type Pages = Pick<DomainRequest, 'cognito' | 'pool' | 'form'>;

const trigger = 'TokenGeneration_HostedAuth';

/** An API call on the user's behalf, with what these operations need. */
const ownCall = <Input>({ pool: { account, region } }: Pages, input: Input) => ({
  operation: '',
  input,
  account,
  region,
  signed: false,
  userAgent: '',
});

/** Setting up an authenticator app starts with its secret, which the page must show. */
async function withSecret(pages: Pages, { user, step }: Standing): Promise<Standing> {
  if (step?.ChallengeName !== 'MFA_SETUP') return { user, step };
  const call = ownCall(pages, { Session: step.Session });
  const { SecretCode, Session } = (await associateSoftwareToken(pages.cognito, call)) as {
    SecretCode: string;
    Session?: string;
  };
  const ChallengeParameters = { ...step.ChallengeParameters, SECRET_CODE: SecretCode };
  return { user, step: { ...step, Session, ChallengeParameters } };
}

/** Handles the first page's form. Throws AwsError (NotAuthorizedException and others). */
export async function withPassword(pages: Pages, client: Client): Promise<Standing> {
  const { cognito, pool, form } = pages;
  const [username = '', password = ''] = ['username', 'password'].map((name) => form.get(name) ?? '');
  const user = await checkPassword(cognito, pool, client, username, password);
  return withSecret(pages, { user, step: nextStep(cognito, { pool, client, user, trigger }) });
}

/** The form's fields as the API's challenge responses. */
function responsesOf({ form }: Pages, client: Client): Record<string, string> {
  const username = form.get('username') ?? '';
  const {
    ClientId: id,
    secrets: [secret],
  } = client;
  const attributes = [...form].filter(([name]) => name.startsWith('userAttributes.'));
  const code = form.get('code')?.trim() ?? '';
  return {
    USERNAME: username,
    // The pages belong to Cognito, which knows the client's secret.
    ...(secret && { SECRET_HASH: secretHash(username, id, secret.value) }),
    SOFTWARE_TOKEN_MFA_CODE: code,
    SMS_MFA_CODE: code,
    NEW_PASSWORD: form.get('password') ?? '',
    ANSWER: form.get('answer') ?? '',
    ...Object.fromEntries(attributes),
  };
}

/** Handles a later page's form. Throws AwsError; the user can retry a mistyped code or a weak password. */
export async function withAnswer(pages: Pages, client: Client): Promise<Standing> {
  const { cognito, pool, form } = pages;
  const ChallengeName = form.get('challenge') as 'SOFTWARE_TOKEN_MFA';
  let Session = form.get('session') ?? '';
  if (form.get('challenge') === 'MFA_SETUP') {
    const call = ownCall(pages, { Session, UserCode: form.get('code')?.trim() ?? '' });
    ({ Session = '' } = (await verifySoftwareToken(cognito, call)) as { Session?: string });
  }
  const input = { ChallengeName, Session, ChallengeResponses: responsesOf(pages, client) };
  const { grant, done } = await answerChallenge(cognito, { pool, client }, input, '');
  const step = nextStep(cognito, { pool, client, user: grant.user, trigger }, done);
  return withSecret(pages, { user: grant.user, step });
}
