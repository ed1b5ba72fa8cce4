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

/** Seconds since 1970: the format of times in Cognito's JSON. */
type Times = { CreationDate: number; LastModifiedDate: number };

/** A pool as `DescribeUserPool` shows it, except for moto's own counts. */
export type PoolSettings = Omit<UserPoolType, keyof Times> & Times;

/** One of a confidential client's two secrets. */
export interface ClientSecret {
  id: string;
  value: string;
  /** Seconds since 1970. */
  created: number;
  /** The client was created with it: `DescribeUserPoolClient` shows this one only. */
  shown: boolean;
}

/** An app client as `DescribeUserPoolClient` shows it, without its secrets. A public client has none. */
export type Client = Omit<UserPoolClientType, keyof Times | 'ClientSecret'> &
  Times & { ClientId: string; UserPoolId: string; secrets: readonly ClientSecret[] };

/** Second factors of a pool; the pool's settings hold the rest of what `GetUserPoolMfaConfig` shows. */
interface MfaConfig {
  SmsMfaConfiguration?: SmsMfaConfigType;
  SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType;
  EmailMfaConfiguration?: object;
  WebAuthnConfiguration?: WebAuthnConfigurationType;
}

export type CodePurpose = 'sign-up' | 'password-reset' | 'second-factor';

/** What we keep of a user in addition to moto's record: never a password, only what verifies one. */
export interface UserSecrets {
  verifier?: Verifier;
  /** Earlier verifiers, latest first; as many as the pool's password history requires. */
  earlier: Verifier[];
  /** Milliseconds since 1970 from which a temporary password is refused. */
  temporaryUntil?: number;
  /** One-time codes that were sent to the user, by purpose. */
  codes: Map<CodePurpose, { code: string; until: number }>;
  /** The verified secret of the user's authenticator app. */
  totp?: { secret: string; deviceName?: string; lastStep: number };
  /** A secret not yet verified with a code. */
  offeredTotp?: string;
  softwareTokenEnabled: boolean;
  softwareTokenPreferred: boolean;
  smsEnabled?: boolean;
  smsPreferred?: boolean;
}

/** One sign-in: the tokens that share an `origin_jti`. */
export interface SignIn {
  originJti: string;
  username: string;
  clientId: string;
  /** Seconds since 1970. */
  authTime: number;
  /** When its refresh tokens expire, in milliseconds since 1970. */
  until: number;
  scopes: string[];
  revoked: boolean;
  /** Whether it started at the sign-in pages, whose tokens differ slightly from the API's. */
  hosted?: boolean;
}

/** A mail, or an SMS for a phone number, that Cognito would have sent. */
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
  /** By refresh token. A rotated token still maps to its sign-in, with the time at which it expires. */
  refreshTokens: Map<string, { signIn: SignIn; replacedUntil?: number }>;
  /** By `origin_jti`. */
  signIns: Map<string, SignIn>;
  outbox: Message[];
  federation: PoolFederation;
  external: ExternalUsers;
  hosted: Hosted;
  /** By client id; `ALL` for the pool's own. */
  uiCustomizations: Map<string, UiCustomization>;
  /** Replicas in other regions, by region. The local AWS lists them, but they serve no requests. */
  replicas: Map<string, UserPoolReplicaType>;
  /** Generated at the first use, since key generation takes about 100 ms. */
  keys?: PoolKeys;
}

/** Why a pre-token hook runs. */
export type TriggerSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens'
  | 'TokenGeneration_HostedAuth';

/** A sign-in that waits for the user's next step. */
export interface Challenge {
  poolId: string;
  clientId: string;
  /** The pool's own name of the user; for an unknown user (which is not disclosed), the name that was entered. */
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
  /** Wrong responses so far. */
  attempts?: number;
  /** Whether the second factor's set-up is complete. */
  tokenVerified?: boolean;
  srp?: { server: SrpServer; verifier: Verifier; unknownUser: boolean };
}

/** A sign-in domain, unique in its region across all accounts. */
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

/** Cognito signs ID and access tokens with different keys; the pool's JWKS contains both. */
export interface PoolKeys {
  id: SigningKey;
  access: SigningKey;
}

/** Branding of the classic sign-in pages, as `GetUICustomization` shows it. */
export type UiCustomization = Omit<UICustomizationType, 'CreationDate' | 'LastModifiedDate'> & {
  CreationDate: number;
  LastModifiedDate: number;
};
