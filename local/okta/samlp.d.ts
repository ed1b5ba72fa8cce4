/** The parts of samlp that the stand-in uses; the package has no types of its own. */
declare module 'samlp' {
  /** An Express request, as far as samlp reads one. */
  interface Request {
    method: string | undefined;
    query: Record<string, string>;
    body: Record<string, string>;
  }
  /** An Express response, as far as samlp writes one. */
  interface Response {
    set(name: string, value: string): void;
    send(what: string | number): void;
    redirect(to: string): void;
  }
  interface AuthnRequest {
    id?: string;
    issuer?: string;
    assertionConsumerServiceURL?: string;
  }
  interface Participant {
    serviceProviderId: string;
    sessionIndex: string;
    nameId: string;
    serviceProviderLogoutURL: string;
    cert?: string | undefined;
  }
  type Done<T> = (error: Error | null | undefined, value?: T) => void;

  export function parseRequest(
    request: Request,
    options: { signingCert?: string | undefined },
    done: Done<AuthnRequest>,
  ): void;

  export function getSamlResponse(
    options: {
      issuer: string;
      key: string;
      cert: string;
      audience: string;
      recipient: string;
      destination: string;
      inResponseTo?: string | undefined;
      sessionIndex?: string;
      lifetimeInSeconds?: number;
      signAssertion?: boolean;
      signResponse?: boolean;
      signatureAlgorithm: 'rsa-sha256' | 'rsa-sha1';
      digestAlgorithm: 'sha256' | 'sha1';
      encryptionCert?: string | undefined;
      encryptionPublicKey?: string | undefined;
      profileMapper(user: object): {
        getClaims(): Record<string, unknown>;
        getNameIdentifier(): { nameIdentifier: string; nameIdentifierFormat: string };
      };
    },
    user: object,
    done: Done<string>,
  ): void;

  export function logout(options: {
    issuer: string;
    key: string;
    cert: string;
    deflate: boolean;
    sessionParticipants: {
      get(
        issuer: string,
        sessionIndices: string[] | undefined,
        nameId: string | undefined,
        done: Done<Participant>,
      ): void;
      hasElements(): boolean;
      getFirst(done: Done<Participant>): void;
      remove(issuer: string, sessionIndex: string, nameId: string, done: Done<void>): void;
    };
    clearIdPSession(done: Done<void>): void;
    store: {
      save(request: Request, state: object, done: Done<string>): void;
      load(request: Request, handle: string, options: object, done: Done<object>): void;
    };
  }): (request: Request, response: Response, next: (error: Error) => void) => void;

  export function metadata(options: {
    issuer: string;
    cert: string;
    profileMapper: { prototype: { metadata: object[] } };
    redirectEndpointPath: string;
    postEndpointPath: string;
    logoutEndpointPaths: { redirect: string };
  }): (
    request: { originalUrl: string; protocol: string; headers: Record<string, unknown> },
    response: Response,
  ) => void;
}
