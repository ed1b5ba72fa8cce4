import { createHash, randomBytes } from 'node:crypto';
import { type Claims, verifyToken } from '../../../scripts/aws/tokens';
import { askForToken, type TokenAnswer, type WebApp } from '../../../scripts/demo/sign-in-page';
import { Browser, formOf, type Page } from '../../support/browser';

/** A web application whose users are in a pool. */
export interface App extends WebApp {
  endpoint: string;
  userPoolId: string;
}

/** What a user enters on the pool's or the provider's sign-in page. */
export interface Person {
  username: string;
  password: string;
  identityProvider?: string;
  /** Code from the authenticator app, given the secret that the page shows at set-up. */
  code?(secret: string | undefined): string;
}

/** Tokens that were verified with the pool's published keys. */
export interface SignedIn {
  access: Claims;
  id: Claims;
  raw: { access: string; id: string; refresh: string };
}

const secretShown = ({ body }: Page) => /<code id="secret">([A-Z2-7]+)</.exec(body)?.[1];

/** Continues until the browser is back at the application, or at a page that asks for something else. */
async function walk(browser: Browser, start: Page, { username, password, code }: Person): Promise<Page> {
  let page = start;
  // At most three steps: user name, second factor and assertion.
  for (let steps = 0; page.status !== 0 && steps < 3; steps++) {
    const { fields } = formOf(page);
    if (fields.SAMLResponse) page = await browser.submit(page);
    else if (fields.challenge) page = await browser.submit(page, { code: code?.(secretShown(page)) ?? '' });
    else page = await browser.submit(page, { username, password });
  }
  return page;
}

/** Authorization code flow with PKCE. Returns what the application gets: tokens, or an error. */
export async function tryToSignIn(app: App, person: Person): Promise<TokenAnswer> {
  const verifier = randomBytes(32).toString('base64url');
  const { host, clientId, redirectUri, endpoint } = app;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: 'of-this-sign-in',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(person.identityProvider && { identity_provider: person.identityProvider }),
  });
  const browser = await Browser.at(endpoint);
  const page = await walk(browser, await browser.get(`https://${host}/oauth2/authorize?${query}`), person);
  const { code, state, ...refusal } = Object.fromEntries(page.url.searchParams);
  if (`${page.url.origin}${page.url.pathname}` !== redirectUri || state !== 'of-this-sign-in')
    throw new Error(`the browser is at ${page.url}, HTTP ${page.status}: ${page.body}`);
  if (!code) return refusal;
  return askForToken(endpoint, host, {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
}

/** Verifies a token endpoint's response. Throws unless it contains an access and an ID token. */
async function verified(app: App, answer: TokenAnswer): Promise<SignedIn> {
  const { endpoint, userPoolId, clientId } = app;
  const { access_token: access = '', id_token: id = '', refresh_token: refresh = '' } = answer;
  if (!access) throw new Error(`no token but ${JSON.stringify(answer)}`);
  return {
    access: await verifyToken(endpoint, { userPoolId, clientId, tokenUse: 'access' }, access),
    id: await verifyToken(endpoint, { userPoolId, clientId, tokenUse: 'id' }, id),
    raw: { access, id, refresh },
  };
}

export const signIn = async (app: App, person: Person): Promise<SignedIn> =>
  verified(app, await tryToSignIn(app, person));

/** New tokens for a refresh token, or an error. */
export const refresh = ({ endpoint, host, clientId }: App, refresh_token: string): Promise<TokenAnswer> =>
  askForToken(endpoint, host, { grant_type: 'refresh_token', client_id: clientId, refresh_token });
