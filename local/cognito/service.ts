import { AwsError } from '../aws-error';
import type { LocalContext } from '../context';
import { jsonAnswer, operationIn } from '../dispatch';
import { type AwsRequest, awsError, json, type Service } from '../service';
import { type Cognito, motoCaller, operationOf } from './call';
import { Clock } from './clock';
import { isForDomain } from './oauth/domain-request';
import { answerDomain } from './oauth/endpoints';
import { publicOperations, signedOperations } from './operations';
import { State } from './state';
import { jwksOf } from './tokens/keys';
import { isWellKnown, wellKnown } from './tokens/well-known';
import { withExternalUsers } from './users/external-users';

const header = (request: AwsRequest, name: string) =>
  Object.entries(request.headers).find(([key]) => key.toLowerCase() === name)?.[1];

/** The mails that a pool would have sent, with their codes: the local AWS has no postman. */
const outboxPath = /^\/_local\/cognito\/([\w-]+_[0-9a-zA-Z]+)\/messages$/;

function parse(body: Buffer): object {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}

/**
 * Cognito user pools: settings, sign-in, tokens and the pre-token hook. Moto behind it keeps pools, users
 * and groups; everything that moto lacks or drops is here. `real` is in milliseconds since 1970.
 */
export function cognito(context: LocalContext, real: () => number = Date.now): Service {
  const state = new State();
  const clock = new Clock(real);
  const tools: Cognito = {
    state,
    moto: withExternalUsers(state, motoCaller(context.forward)),
    invokeFunction: (call) => context.invokeFunction(call),
    network: context.network,
    ses: context.ses,
    now: clock.now,
  };
  context.provideUserPools({
    jwks(userPoolId) {
      const pool = state.pools.get(userPoolId);
      return pool && jwksOf(pool);
    },
    signInStands: (userPoolId, originJti) =>
      state.pools.get(userPoolId)?.signIns.get(originJti)?.revoked === false,
  });
  // Prefix domains are known by their pattern; a custom domain may be any host.
  context.network.addLater(() => {
    const port = Number(new URL(context.endpoint()).port);
    const custom = [...state.domains.values()].filter(({ certificateArn }) => certificateArn);
    return custom.map(({ name }) => ({ hosts: name, port }));
  });

  return {
    matches: (request) =>
      isForDomain(state, request) ||
      operationOf(header(request, 'x-amz-target')) !== undefined ||
      (request.method === 'GET' && (isWellKnown(request.path) || outboxPath.test(request.path))) ||
      Clock.isFor(request),

    async handle(request) {
      if (isForDomain(state, request)) return answerDomain(tools, request);
      if (Clock.isFor(request)) return clock.answer(request);
      const name = operationOf(header(request, 'x-amz-target'));
      if (name === undefined) {
        const [, poolId] = outboxPath.exec(request.path) ?? [];
        return poolId ? json(200, state.pools.get(poolId)?.outbox ?? []) : wellKnown(state, request.path);
      }
      const signed = request.service !== '';
      const open = operationIn(publicOperations, name);
      const run = open ?? operationIn(signedOperations, name);
      if (!open && !signed)
        return awsError(400, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
      if (!run) return undefined;
      return jsonAnswer(() => {
        const { account, region } = request;
        const userAgent = header(request, 'user-agent') ?? '';
        return run(tools, {
          operation: name,
          input: parse(request.body),
          account,
          region,
          signed,
          userAgent,
        });
      });
    },
  };
}
