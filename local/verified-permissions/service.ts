import type { Jwks, UserPools } from '../context';
import { type AwsRequest, type AwsResponse, awsError, json, type Service } from '../service';
import { invalid, VerifiedPermissionsError } from './errors';
import { operations } from './operations';
import { World } from './state';

const target = /^VerifiedPermissions\.(\w+)$/;

/** What tests put in the place of the clock and of the network. */
export interface Surroundings {
  now(): Date;
  /** Public keys of an OpenID Connect issuer. Throws when they cannot be read. */
  openIdKeys(issuer: string): Promise<Jwks>;
}

async function readJson(url: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** Reads an issuer's keys by its discovery document, as AWS does. */
async function discoverKeys(issuer: string): Promise<Jwks> {
  const { jwks_uri } = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  return (await readJson(String(jwks_uri))) as unknown as Jwks;
}

function bodyOf({ body }: AwsRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw invalid({ path: 'request', message: 'the body is no JSON' });
  }
}

function failure(error: unknown): AwsResponse {
  if (error instanceof VerifiedPermissionsError)
    return awsError(error.status, error.type, error.message, error.more, '1.0');
  return awsError(500, 'InternalServerException', (error as Error).message, {}, '1.0');
}

/**
 * Amazon Verified Permissions: every operation of its API, decided by the real Cedar engine. Everything is
 * kept in memory, apart for each account and region.
 */
export function verifiedPermissions(
  userPools: Pick<UserPools, 'jwks'>,
  { now, openIdKeys }: Surroundings = { now: () => new Date(), openIdKeys: discoverKeys },
): Service {
  const world = new World();
  const keys = { cognito: (userPoolId: string) => userPools.jwks(userPoolId), openIdConnect: openIdKeys };
  return {
    matches: ({ service, headers }) =>
      service === 'verifiedpermissions' || target.test(headers['x-amz-target'] ?? ''),
    handle: async (request) => {
      const name = target.exec(request.headers['x-amz-target'] ?? '')?.[1] ?? request.operation;
      const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!run)
        return awsError(
          400,
          'UnknownOperationException',
          `Verified Permissions has no operation "${name}"`,
          {},
          '1.0',
        );
      try {
        const place = world.at(request.account, request.region);
        return json(200, await run({ place, input: bodyOf(request), now: now(), keys }), '1.0');
      } catch (error) {
        return failure(error);
      }
    },
  };
}
