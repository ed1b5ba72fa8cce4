import { createHash, randomBytes } from 'node:crypto';
import { CreateUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { Browser, type Page } from '../../support/browser';
import { type Local, newClient, region } from './harness';

/** Callback URL of test apps; its host is not in the local network, so the browser stops there. */
export const callback = 'https://app.example/callback';
export const signedOut = 'https://app.example/bye';

/** Creates a sign-in domain for the pool. Returns its host. */
export async function newDomain({ sdk }: Local, UserPoolId: string, prefix: string): Promise<string> {
  await sdk.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: prefix }));
  return `${prefix}.auth.${region}.amazoncognito.com`;
}

/** Creates a web app's client for the code flow, with `more` settings. */
export const newWebClient = (
  local: Local,
  pool: string,
  more: NonNullable<Parameters<typeof newClient>[2]> = {},
): ReturnType<typeof newClient> =>
  newClient(local, pool, {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'profile'],
    CallbackURLs: [callback],
    LogoutURLs: [signedOut],
    SupportedIdentityProviders: ['COGNITO'],
    ...more,
  });

/** The query parameters with which the browser returned to the app. */
export const broughtBack = ({ url }: Page): Record<string, string | undefined> => {
  if (`${url.origin}${url.pathname}` !== callback) throw new Error(`the browser is at ${url}`);
  return Object.fromEntries(url.searchParams);
};

/** An app in a browser, with its own PKCE verifier. */
export class App {
  readonly verifier = randomBytes(32).toString('base64url');

  constructor(
    private readonly local: Local,
    readonly pool: string,
    readonly host: string,
    readonly clientId: string,
  ) {}

  browser = (): Promise<Browser> => Browser.at(this.local.aws.endpoint);

  authorizeUrl(more: Record<string, string> = {}): string {
    const code_challenge = createHash('sha256').update(this.verifier).digest('base64url');
    const query = new URLSearchParams({
      client_id: this.clientId,
      redirect_uri: callback,
      response_type: 'code',
      state: 'xyz',
      code_challenge,
      code_challenge_method: 'S256',
      ...more,
    });
    return `https://${this.host}/oauth2/authorize?${query}`;
  }

  /** Posts a form to the domain, as a client that cannot set the Host header. */
  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    const url = `${this.local.aws.endpoint}/_local/domains/${this.host}${path}`;
    const body = new URLSearchParams(fields);
    const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
    const text = await answer.text();
    return { status: answer.status, body: text && JSON.parse(text) };
  }

  /** Exchanges a code; `more` replaces or adds fields. */
  exchange = (code: string | undefined, more: Record<string, string> = {}) =>
    this.post('/oauth2/token', {
      grant_type: 'authorization_code',
      client_id: this.clientId,
      redirect_uri: callback,
      code: code ?? '',
      code_verifier: this.verifier,
      ...more,
    });

  /** Exchanges the code that the browser brought back. Returns claims, verified with the pool's published keys. */
  async tokens(page: Page) {
    const { code, ...more } = broughtBack(page);
    if (!code) throw new Error(`no code but ${JSON.stringify(more)}`);
    const { body } = await this.exchange(code);
    const jwks = await fetch(`${this.local.aws.endpoint}/${this.pool}/.well-known/jwks.json`);
    const verifier = CognitoJwtVerifier.create({
      userPoolId: this.pool,
      clientId: this.clientId,
      tokenUse: null,
    });
    verifier.cacheJwks((await jwks.json()) as never);
    const [id, access] = await Promise.all([
      verifier.verify(body.id_token),
      verifier.verify(body.access_token),
    ]);
    return {
      id,
      access,
      refreshToken: body.refresh_token as string,
      accessToken: body.access_token as string,
    };
  }
}
