import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { type KeyAndCertificate, selfSigned } from '../certificate';

/** An attribute value in an assertion or a claim. */
export type AttributeValue = string | boolean | string[];

/** A user of the organisation. */
export interface OktaUser {
  /** Okta's user id: `sub` in tokens. */
  id: string;
  username: string;
  /** Salted hash of the password. */
  proof: Buffer;
  attributes: Record<string, AttributeValue>;
  groups: string[];
}

/** An OIDC web application. */
export interface OidcClient {
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
}

/** A SAML application: what the organisation's administrator enters about the service provider. */
export interface SamlApp {
  id: string;
  /** Where assertions are posted: `https://<domain>/saml2/idpresponse`. */
  acsUrl: string;
  /** The service provider's entity id: `urn:amazon:cognito:sp:<pool>`. */
  audience: string;
  /** `NameID`: Okta's user id or the user's name. */
  nameId: 'id' | 'username';
  /** PEM. If given, requests that it did not sign are refused. */
  signingCertificate?: string | undefined;
  /** PEM. If given, assertions are encrypted for it. */
  encryptionCertificate?: string | undefined;
  /** Where responses to sign-outs are sent: `https://<domain>/saml2/logout`. */
  sloUrl?: string | undefined;
  /** `RelayState` of sign-ins that begin on the organisation's own pages. */
  relayState?: string | undefined;
}

const proofOf = (id: string, password: string) => scryptSync(password, id, 32, { N: 1024 });

/** One Okta organisation: everything under `https://<host>`. */
export class Organisation {
  /** By name. */
  readonly users = new Map<string, OktaUser>();
  readonly clients = new Map<string, OidcClient>();
  readonly apps = new Map<string, SamlApp>();
  /** Signed-in browsers, by cookie value. */
  readonly sessions = new Map<string, OktaUser>();
  /** Records of the OpenID Connect provider, by kind and id. */
  readonly records = new Map<string, Record<string, unknown>>();
  private ownSamlKeys: KeyAndCertificate[] = [];
  private keyPair: KeyAndCertificate | undefined;

  constructor(readonly host: string) {}

  private newKey = () => selfSigned(this.host, 3650, Date.now());

  /** The key that signs tokens and, until others are added, assertions. */
  key(): KeyAndCertificate {
    this.keyPair ??= this.newKey();
    return this.keyPair;
  }

  /** Keys for assertions, all published in the metadata. The first one signs. */
  samlKeys(): [KeyAndCertificate, ...KeyAndCertificate[]] {
    const [first = this.key(), ...announced] = this.ownSamlKeys;
    return [first, ...announced];
  }

  /** Adds a key, which is published but does not sign yet. */
  announceSamlKey(): KeyAndCertificate {
    const next = this.newKey();
    this.ownSamlKeys = [...this.samlKeys(), next];
    return next;
  }

  /** Makes the newest key sign from now on, and drops the others. */
  switchSamlKey(): KeyAndCertificate {
    this.ownSamlKeys = this.samlKeys().slice(-1);
    return this.samlKeys()[0];
  }

  /** Adds a user, or changes the user of that name, keeping the id. Returns the user. */
  keepUser(given: {
    id?: string | undefined;
    username: string;
    password: string;
    attributes: Record<string, AttributeValue>;
    groups: string[];
  }): OktaUser {
    const id =
      given.id ?? this.users.get(given.username)?.id ?? `00u${randomBytes(9).toString('hex').slice(0, 17)}`;
    const { username, attributes, groups } = given;
    const user = { id, username, proof: proofOf(id, given.password), attributes, groups };
    this.users.set(username, user);
    return user;
  }

  userById(id: string): OktaUser | undefined {
    return [...this.users.values()].find((user) => user.id === id);
  }

  /** Starts a session if the password is right, and returns the cookie value; undefined otherwise. */
  signIn(username: string, password: string): string | undefined {
    const user = this.users.get(username);
    if (!user || !timingSafeEqual(user.proof, proofOf(user.id, password))) return undefined;
    const session = randomBytes(24).toString('base64url');
    this.sessions.set(session, user);
    return session;
  }
}

/** Every organisation that has been mentioned so far. */
export class Organisations {
  private readonly byHost = new Map<string, Organisation>();

  /** The organisation of a host, created at first mention. */
  of(host: string): Organisation {
    const known = this.byHost.get(host) ?? new Organisation(host);
    this.byHost.set(host, known);
    return known;
  }
}
