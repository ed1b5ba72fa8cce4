import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Cognito } from '../call';
import { badCredentials, invalid } from '../errors';
import type { Challenge, Client, Pool } from '../model';
import { keysOf } from '../tokens/keys';
import { canonical, findUser } from '../users/users';
import { asked, keepChallenge } from './challenges';
import { checkSecretHash } from './secret-hash';
import { checkUser } from './sign-in';
import { newVerifier, passwordSignature, startSrp, type Verifier } from './srp';

/**
 * A verifier that matches no password, but is always the same for a name, so that an unknown user looks like a known
 * one.
 */
function decoy(pool: Pool, username: string): Verifier {
  const secret = keysOf(pool).id.privateKey.export({ type: 'pkcs8', format: 'der' });
  const seed = createHash('sha256').update(secret).update(username).digest('hex');
  return newVerifier(pool.id, username, seed, BigInt(`0x${seed.slice(0, 32)}`));
}

/** The user whose password is to be proven, or a decoy if the user is unknown and the client hides that. */
async function subject(cognito: Cognito, pool: Pool, client: Client, name: string) {
  try {
    const user = await findUser(cognito, pool, name);
    checkUser(user);
    const verifier = pool.users.get(user.username)?.verifier;
    if (!verifier) throw badCredentials();
    return { username: user.username, verifier, unknownUser: false };
  } catch (error) {
    const unknown = error instanceof AwsError && error.type === 'UserNotFoundException';
    if (!unknown || client.PreventUserExistenceErrors !== 'ENABLED') throw error;
    const username = canonical(pool, name);
    return { username, verifier: decoy(pool, username), unknownUser: true };
  }
}

/** USER_SRP_AUTH: responds to the client's public value with the PASSWORD_VERIFIER challenge. */
export async function askForProof(
  cognito: Cognito,
  pool: Pool,
  client: Client,
  given: { USERNAME: string; SRP_A?: string | undefined; SECRET_HASH?: string | undefined },
): Promise<InitiateAuthResponse> {
  if (!given.SRP_A) throw invalid('Missing required parameter SRP_A');
  checkSecretHash(client, given.SECRET_HASH, [given.USERNAME]);
  const { username, verifier, unknownUser } = await subject(cognito, pool, client, given.USERNAME);
  const server = startSrp(given.SRP_A, verifier);
  if (!server) throw invalid('SRP_A is not a valid public value');
  const secretBlock = randomBytes(512).toString('base64');
  const trigger = 'TokenGeneration_Authentication';
  const srp = { server, verifier, unknownUser };
  keepChallenge(cognito, client, { name: 'PASSWORD_VERIFIER', username, trigger, srp }, secretBlock);
  return asked('PASSWORD_VERIFIER', undefined, {
    SALT: verifier.salt.toString(16),
    SECRET_BLOCK: secretBlock,
    SRP_B: server.B.toString(16),
    USERNAME: username,
    USER_ID_FOR_SRP: username,
  });
}

/** Checks the client's proof of the password. Throws NotAuthorizedException. */
export function checkProof(challenge: Challenge, responses: Record<string, string>): void {
  const { srp, poolId, username } = challenge;
  const {
    PASSWORD_CLAIM_SECRET_BLOCK: secretBlock = '',
    PASSWORD_CLAIM_SIGNATURE = '',
    TIMESTAMP = '',
  } = responses;
  if (!srp) throw badCredentials();
  const claim = { poolId, username, secretBlock, timestamp: TIMESTAMP };
  const expected = Buffer.from(passwordSignature(srp.server, srp.verifier, claim), 'base64');
  const given = Buffer.from(PASSWORD_CLAIM_SIGNATURE, 'base64');
  const proven = given.length === expected.length && timingSafeEqual(given, expected);
  if (!proven || srp.unknownUser) throw badCredentials();
}
