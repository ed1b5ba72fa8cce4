import { AwsError } from '../aws-error';
import type { LocalContext } from '../context';
import { handlers, jsonAnswer, pathNames, restOperation, unsigned } from '../dispatch';
import { type AwsRequest, json, type Service } from '../service';
import { type Cognito, motoCaller, type Operation, operationOf } from './call';
import { Clock } from './clock';
import { isForDomain } from './oauth/domain-request';
import { answerDomain } from './oauth/endpoints';
import { publicOperations, signedOperations } from './operations';
import { State } from './state';
import { jwksOf } from './tokens/keys';
import { isWellKnown, wellKnown } from './tokens/well-known';
import { withExternalUsers } from './users/external-users';

const DOMAIN = 'a request to a sign-in domain';
const WELL_KNOWN = "a pool's public document";
const CLOCK = 'POST /_local/cognito/clock';
/** The mails that a pool would have sent, with their codes; the local AWS sends none. */
const OUTBOX = 'GET /_local/cognito/*/messages';

function parse(body: Buffer): object {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}

/**
 * Cognito user pools: settings, sign-in, tokens and the pre-token hook. moto keeps pools, users and groups; everything
 * that it lacks or drops is here. `real` is in milliseconds since 1970.
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
  // Prefix domains match a pattern; a custom domain can be any host.
  context.network.addLater(() => {
    const port = Number(new URL(context.endpoint()).port);
    const custom = [...state.domains.values()].filter(({ certificateArn }) => certificateArn);
    return custom.map(({ name }) => ({ hosts: name, port }));
  });

  const answer = (run: Operation, request: AwsRequest) =>
    jsonAnswer(() => {
      const { operation, account, region, service, headers, body } = request;
      const caller = { signed: service !== '', userAgent: headers['user-agent'] ?? '' };
      return run(tools, { operation, input: parse(body), account, region, ...caller });
    });

  return {
    operationOf(request) {
      if (isForDomain(state, request)) return DOMAIN;
      const name = operationOf(request.headers['x-amz-target']);
      if (name !== undefined) return name;
      if (request.method === 'GET' && isWellKnown(request.path)) return WELL_KNOWN;
      return request.path.startsWith('/_local/cognito/')
        ? restOperation({ [OUTBOX]: true, [CLOCK]: true }, request)
        : undefined;
    },
    operations: {
      [DOMAIN]: (request) => answerDomain(tools, request),
      [WELL_KNOWN]: ({ path }) => wellKnown(state, path),
      [CLOCK]: (request) => clock.answer(request),
      [OUTBOX]({ path }) {
        const [poolId = ''] = pathNames(OUTBOX, path);
        return json(200, state.pools.get(poolId)?.outbox ?? []);
      },
      ...handlers(publicOperations, answer),
      ...handlers(signedOperations, (run, request) => (request.service ? answer(run, request) : unsigned())),
    },
    otherwise: ({ service }) => (service ? undefined : unsigned()),
  };
}
