import type { Jwks, UserPools } from '../context';
import { handlers, jsonAnswer } from '../dispatch';
import { type AwsRequest, awsError, type Service } from '../service';
import { invalid } from './errors';
import { operations } from './operations';
import { World } from './state';

const target = /^VerifiedPermissions\.\w+$/;

/** Dependencies that tests replace: the clock and the network. */
export interface Surroundings {
  now(): Date;
  /** Public keys of an OpenID Connect issuer. Throws if they cannot be fetched. */
  openIdKeys(issuer: string): Promise<Jwks>;
}

async function readJson(url: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** Fetches an issuer's keys through its discovery document, as AWS does. */
async function discoverKeys(issuer: string): Promise<Jwks> {
  const { jwks_uri } = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  return (await readJson(String(jwks_uri))) as unknown as Jwks;
}

function bodyOf({ body }: AwsRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw invalid({ path: 'request', message: 'the body is not JSON' });
  }
}

/**
 * Amazon Verified Permissions: every operation of its API, with decisions by the real Cedar engine. All data is kept in
 * memory, separately for each account and region.
 */
export function verifiedPermissions(
  userPools: Pick<UserPools, 'jwks'>,
  { now, openIdKeys }: Surroundings = { now: () => new Date(), openIdKeys: discoverKeys },
): Service {
  const world = new World();
  const keys = { cognito: (userPoolId: string) => userPools.jwks(userPoolId), openIdConnect: openIdKeys };
  return {
    operationOf: ({ service, operation, headers }) =>
      service === 'verifiedpermissions' || target.test(headers['x-amz-target'] ?? '') ? operation : undefined,
    operations: handlers(operations, (run, request) =>
      jsonAnswer(() => {
        const place = world.at(request.account, request.region);
        return run({ place, input: bodyOf(request), now: now(), keys });
      }, '1.0'),
    ),
    otherwise: ({ operation }) =>
      awsError(
        400,
        'UnknownOperationException',
        `Verified Permissions has no operation "${operation}"`,
        {},
        '1.0',
      ),
  };
}
