import type {
  ResourceServerType,
  RiskConfigurationType,
  SmsMfaConfigType,
  SoftwareTokenMfaConfigType,
  UserPoolClientType,
  UserPoolType,
  WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Place } from './call';
import { missing } from './errors';
import type { ExternalUsers } from './external-users';
import type { PoolFederation } from './federation/pool-federation';
import type { PendingAuthorize } from './federation/seam';
import type { PoolKeys } from './keys';
import type { Hosted } from './oauth/hosted';
import type { SrpServer, Verifier } from './srp';
import type { UiCustomization } from './ui-customization';

/** Seconds since 1970: the form of times in Cognito's JSON. */
type Times = { CreationDate: number; LastModifiedDate: number };

/** A pool as `DescribeUserPool` shows it, apart from what moto counts itself. */
export type PoolSettings = Omit<UserPoolType, keyof Times> & Times;

/** An app client as `DescribeUserPoolClient` shows it. */
export type Client = Omit<UserPoolClientType, keyof Times> & Times & { ClientId: string; UserPoolId: string };

/** Second factors of a pool; the rest of what `GetUserPoolMfaConfig` shows is in its settings. */
interface MfaConfig {
  SmsMfaConfiguration?: SmsMfaConfigType;
  SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType;
  EmailMfaConfiguration?: object;
  WebAuthnConfiguration?: WebAuthnConfigurationType;
}

/** What we keep of a user beside moto's record: never a password, only what proves one. */
export interface UserSecrets {
  verifier?: Verifier;
  /** Earlier verifiers, latest first; as many as the pool's password history asks for. */
  earlier: Verifier[];
  /** Milliseconds since 1970 from which a temporary password is refused. */
  temporaryUntil?: number;
  /** One-time codes that were sent to the user, by purpose. */
  codes: Map<CodePurpose, { code: string; until: number }>;
  /** The proven secret of the user's authenticator app. */
  totp?: { secret: string; deviceName?: string; lastStep: number };
  /** A secret that no code has proven yet. */
  offeredTotp?: string;
  softwareTokenEnabled: boolean;
  softwareTokenPreferred: boolean;
  smsEnabled?: boolean;
  smsPreferred?: boolean;
}

export type CodePurpose = 'sign-up' | 'password-reset' | 'second-factor';

/** One sign-in: the family of tokens that share an `origin_jti`. */
export interface SignIn {
  originJti: string;
  username: string;
  clientId: string;
  /** Seconds since 1970. */
  authTime: number;
  /** Milliseconds since 1970; refresh tokens end then. */
  until: number;
  scopes: string[];
  revoked: boolean;
  /** Whether it began at the sign-in pages: their tokens differ a little from the API's. */
  hosted?: boolean;
}

/** What Cognito would have sent by mail or, to a phone number, by SMS. */
export interface Message {
  to: string;
  subject: 'invitation' | CodePurpose;
  /** The code, or the temporary password. */
  secret: string;
}

export interface Pool extends Place {
  id: string;
  arn: string;
  settings: PoolSettings;
  mfa: MfaConfig;
  clients: Map<string, Client>;
  resourceServers: Map<string, ResourceServerType>;
  /** By client id; `ALL` for the pool's own. */
  risk: Map<string, Omit<RiskConfigurationType, 'LastModifiedDate'> & { LastModifiedDate: number }>;
  /** By username. */
  users: Map<string, UserSecrets>;
  /** By refresh token. A rotated token still leads to its sign-in, with the time at which it dies. */
  refreshTokens: Map<string, { signIn: SignIn; replacedUntil?: number }>;
  /** By `origin_jti`. */
  signIns: Map<string, SignIn>;
  outbox: Message[];
  federation: PoolFederation;
  external: ExternalUsers;
  hosted: Hosted;
  /** By client id; `ALL` for the pool's own. */
  uiCustomizations: Map<string, UiCustomization>;
  /** Made at the first use, since key generation costs about 100 ms. */
  keys?: PoolKeys;
}

/** A sign-in that waits for the user's answer. */
export interface Challenge {
  poolId: string;
  clientId: string;
  /** The pool's own name of the user; for an unknown one (kept secret) what the caller typed. */
  username: string;
  name:
    | 'PASSWORD_VERIFIER'
    | 'NEW_PASSWORD_REQUIRED'
    | 'SOFTWARE_TOKEN_MFA'
    | 'SMS_MFA'
    | 'SELECT_MFA_TYPE'
    | 'MFA_SETUP';
  /** Milliseconds since 1970. */
  until: number;
  trigger: TriggerSource;
  /** Wrong answers so far. */
  attempts?: number;
  /** What the second factor's set-up has come to. */
  tokenVerified?: boolean;
  srp?: { server: SrpServer; verifier: Verifier; unknownUser: boolean };
}

/** Why a pre-token hook runs. */
export type TriggerSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens'
  | 'TokenGeneration_HostedAuth';

/** A sign-in domain, unique in its region over all accounts. */
export interface Domain extends Place {
  name: string;
  poolId: string;
  certificateArn?: string;
  managedLoginVersion: number;
  version: string;
}

/** Everything that the local Cognito knows; gone when the process ends. */
export class State {
  readonly pools = new Map<string, Pool>();
  /** By region and name. */
  readonly domains = new Map<string, Domain>();
  /** By session token (or, for SRP, by secret block). */
  readonly challenges = new Map<string, Challenge>();
  /** Sign-ins whose users are at an identity provider, by the handle that the provider gives back. */
  readonly pending = new Map<string, { pending: PendingAuthorize; browser: string; until: number }>();

  /** The pool, if it stands in that account and region. Throws ResourceNotFoundException otherwise. */
  pool(id: string, place: Place): Pool {
    const pool = this.pools.get(id);
    if (!pool || pool.account !== place.account || pool.region !== place.region)
      throw missing(`User pool ${id} does not exist.`);
    return pool;
  }

  /** The pool's client. Throws ResourceNotFoundException. */
  client(pool: Pool, id: string): Client {
    const client = pool.clients.get(id);
    if (!client) throw missing(`User pool client ${id} does not exist.`);
    return client;
  }

  /** Finds pool and client by the client's id alone, as operations of end users do. */
  byClient(id: string): { pool: Pool; client: Client } {
    for (const pool of this.pools.values()) {
      const client = pool.clients.get(id);
      if (client) return { pool, client };
    }
    throw missing(`User pool client ${id} does not exist.`);
  }

  /** Forgets the pool with everything that belongs to it. */
  deletePool(pool: Pool): void {
    this.pools.delete(pool.id);
    for (const [token, { poolId }] of this.challenges) if (poolId === pool.id) this.challenges.delete(token);
  }

  /** A pool has at most one prefix domain and one custom domain. */
  domainsOf(poolId: string): Domain[] {
    return [...this.domains.values()].filter((domain) => domain.poolId === poolId);
  }
}

/** The user's secrets; made empty when there are none yet. */
export function secretsOf(pool: Pool, username: string): UserSecrets {
  let secrets = pool.users.get(username);
  if (!secrets) {
    secrets = { earlier: [], codes: new Map(), softwareTokenEnabled: false, softwareTokenPreferred: false };
    pool.users.set(username, secrets);
  }
  return secrets;
}
