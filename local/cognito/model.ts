import type { KeyObject } from 'node:crypto';
import type {
  ResourceServerType,
  RiskConfigurationType,
  SmsMfaConfigType,
  SoftwareTokenMfaConfigType,
  UICustomizationType,
  UserPoolClientType,
  UserPoolReplicaType,
  UserPoolType,
  WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Place } from '../place';
import type { ExternalUsers, PoolFederation } from './federation/model';
import type { Hosted } from './oauth/model';
import type { SrpServer, Verifier } from './sign-in/srp';

/** Seconds since 1970: the form of times in Cognito's JSON. */
type Times = { CreationDate: number; LastModifiedDate: number };

/** A pool as `DescribeUserPool` shows it, apart from what moto counts itself. */
export type PoolSettings = Omit<UserPoolType, keyof Times> & Times;

/** One of a confidential client's two secrets. */
export interface ClientSecret {
  id: string;
  value: string;
  /** Seconds since 1970. */
  created: number;
  /** The client was made with it: `DescribeUserPoolClient` shows it, and no other. */
  shown: boolean;
}

/** An app client as `DescribeUserPoolClient` shows it, but for its secrets. A public client has none. */
export type Client = Omit<UserPoolClientType, keyof Times | 'ClientSecret'> &
  Times & { ClientId: string; UserPoolId: string; secrets: readonly ClientSecret[] };

/** Second factors of a pool; the rest of what `GetUserPoolMfaConfig` shows is in its settings. */
interface MfaConfig {
  SmsMfaConfiguration?: SmsMfaConfigType;
  SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType;
  EmailMfaConfiguration?: object;
  WebAuthnConfiguration?: WebAuthnConfigurationType;
}

export type CodePurpose = 'sign-up' | 'password-reset' | 'second-factor';

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
  /** Copies in other regions, by region. The local AWS lists them and serves nobody there. */
  replicas: Map<string, UserPoolReplicaType>;
  /** Made at the first use, since key generation costs about 100 ms. */
  keys?: PoolKeys;
}

/** Why a pre-token hook runs. */
export type TriggerSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens'
  | 'TokenGeneration_HostedAuth';

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

/** A sign-in domain, unique in its region over all accounts. */
export interface Domain extends Place {
  name: string;
  poolId: string;
  certificateArn?: string;
  managedLoginVersion: number;
  version: string;
}

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Cognito signs ID and access tokens with different keys; both are in the pool's JWKS. */
export interface PoolKeys {
  id: SigningKey;
  access: SigningKey;
}

/** Looks of the classic sign-in pages, as `GetUICustomization` shows them. */
export type UiCustomization = Omit<UICustomizationType, 'CreationDate' | 'LastModifiedDate'> & {
  CreationDate: number;
  LastModifiedDate: number;
};
