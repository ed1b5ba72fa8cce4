import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { type KeyAndCertificate, selfSigned } from '../certificate';

/** An attribute as an assertion or a claim carries it. */
export type AttributeValue = string | boolean | string[];

/** A user of the organisation. */
export interface OktaUser {
  /** Okta's id of the user: `sub` of tokens. */
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

/** A SAML application: what the organisation's administrator enters of the service provider. */
export interface SamlApp {
  id: string;
  /** Where assertions are posted to: `https://<domain>/saml2/idpresponse`. */
  acsUrl: string;
  /** The service provider's entity id: `urn:amazon:cognito:sp:<pool>`. */
  audience: string;
  /** `NameID`: Okta's id of the user, or the user's name. */
  nameId: 'id' | 'username';
  /** PEM. When given, requests that it did not sign are refused. */
  signingCertificate?: string | undefined;
  /** PEM. When given, assertions are encrypted to it. */
  encryptionCertificate?: string | undefined;
  /** Where sign-outs are answered: `https://<domain>/saml2/logout`. */
  sloUrl?: string | undefined;
  /** `RelayState` of sign-ins that begin at the organisation's own pages. */
  relayState?: string | undefined;
}

const proofOf = (id: string, password: string) => scryptSync(password, id, 32, { N: 1024 });

/** One Okta organisation: everything below `https://<host>`. */
export class Organisation {
  /** By name. */
  readonly users = new Map<string, OktaUser>();
  readonly clients = new Map<string, OidcClient>();
  readonly apps = new Map<string, SamlApp>();
  /** Signed-in browsers, by the value of their cookie. */
  readonly sessions = new Map<string, OktaUser>();
  /** What the OpenID Connect provider keeps, by kind and id. */
  readonly records = new Map<string, Record<string, unknown>>();
  private ownSamlKeys: KeyAndCertificate[] = [];
  private keyPair: KeyAndCertificate | undefined;

  constructor(readonly host: string) {}

  private newKey = () => selfSigned(this.host, 3650, Date.now());

  /** The key that signs tokens and, until it has others, assertions. */
  key(): KeyAndCertificate {
    this.keyPair ??= this.newKey();
    return this.keyPair;
  }

  /** Keys for assertions, of all of which the metadata tells. The first one signs. */
  samlKeys(): [KeyAndCertificate, ...KeyAndCertificate[]] {
    const [first = this.key(), ...announced] = this.ownSamlKeys;
    return [first, ...announced];
  }

  /** A further key, which signs nothing yet. */
  announceSamlKey(): KeyAndCertificate {
    const next = this.newKey();
    this.ownSamlKeys = [...this.samlKeys(), next];
    return next;
  }

  /** The newest key signs from now on, and the others are forgotten. */
  switchSamlKey(): KeyAndCertificate {
    this.ownSamlKeys = this.samlKeys().slice(-1);
    return this.samlKeys()[0];
  }

  /** Adds a user, or changes the user of that name, whose id stays. Gives the user. */
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

  /** Starts a session when the password is right; undefined otherwise. Gives the cookie's value. */
  signIn(username: string, password: string): string | undefined {
    const user = this.users.get(username);
    if (!user || !timingSafeEqual(user.proof, proofOf(user.id, password))) return undefined;
    const session = randomBytes(24).toString('base64url');
    this.sessions.set(session, user);
    return session;
  }
}

/** Every organisation that the stand-in has heard of. */
export class Organisations {
  private readonly byHost = new Map<string, Organisation>();

  /** The organisation of a host; made at the first mention. */
  of(host: string): Organisation {
    const known = this.byHost.get(host) ?? new Organisation(host);
    this.byHost.set(host, known);
    return known;
  }
}
