import { createHash, createPublicKey } from 'node:crypto';
import samlp from 'samlp';
import { bare } from '../certificate';
import { postOn } from '../html';
import { answer, type Exchange, redirect, sessionOf } from './exchange';
import type { OktaUser, Organisation, SamlApp } from './organisation';
import { askToSignIn } from './sign-in-page';

const paths = /^\/app\/([\w-]+)\/(sso\/saml\/metadata|sso\/saml|slo\/saml)$/;

/** The organisation's entity id for an app, in Okta's format. */
const entityId = (appId: string) => `http://www.okta.com/${appId}`;

/** A session's id in assertions: not the cookie itself, which is a secret. */
const sessionIndex = (session: string) => createHash('sha256').update(session).digest('hex').slice(0, 32);

const nameIdOf = (app: SamlApp, user: OktaUser) => (app.nameId === 'id' ? user.id : user.username);

/** The response object that samlp, written for Express, expects. */
const expressResponse = (exchange: Exchange) => {
  let type = 'text/plain; charset=utf-8';
  return {
    set: (_name: string, value: string) => {
      type = value;
    },
    send: (what: string | number) =>
      typeof what === 'number' ? answer(exchange, what, '') : answer(exchange, 200, what, type),
    redirect: (to: string) => redirect(exchange, to),
  };
};

const expressRequest = ({ message, url }: Exchange) => ({
  method: message.method,
  query: Object.fromEntries(url.searchParams),
  body: {},
});

/** The metadata document. Available before the app knows its service provider, which needs it to be set up. */
function metadata(exchange: Exchange, appId: string): void {
  const { organisation, url } = exchange;
  const base = `/app/${appId}`;
  const keys = organisation.samlKeys();
  const [{ certificate }] = keys;
  const respond = expressResponse(exchange);
  samlp.metadata({
    issuer: entityId(appId),
    cert: certificate,
    profileMapper: { prototype: { metadata: [] } },
    redirectEndpointPath: `${base}/sso/saml`,
    postEndpointPath: `${base}/sso/saml`,
    logoutEndpointPaths: { redirect: `${base}/slo/saml` },
  })(
    { originalUrl: url.pathname, protocol: 'https', headers: { host: url.host } },
    {
      ...respond,
      // samlp supports only one key.
      send: (xml) =>
        respond.send(
          String(xml).replace(/<KeyDescriptor[\s\S]*?<\/KeyDescriptor>/, (own) =>
            keys.map((one) => own.replace(bare(certificate), bare(one.certificate))).join(''),
          ),
        ),
    },
  );
}

/** Reads a sign-in request, if there is one. Throws if it is not for this app, or not signed as required. */
async function readRequest(exchange: Exchange, app: SamlApp): Promise<{ id?: string }> {
  const parsed = await new Promise<samlp.AuthnRequest>((resolve, reject) =>
    samlp.parseRequest(expressRequest(exchange), { signingCert: app.signingCertificate }, (error, request) =>
      error ? reject(error) : resolve(request ?? {}),
    ),
  );
  if (parsed.issuer && parsed.issuer !== app.audience)
    throw new Error(`SAML app ${app.id}: request from ${parsed.issuer}, but the app expects ${app.audience}`);
  const acs = parsed.assertionConsumerServiceURL;
  if (acs && acs !== app.acsUrl) throw new Error(`SAML app ${app.id}: ${acs} is not the app's ACS URL`);
  return parsed;
}

/** An assertion about the user, signed, and encrypted if the app has a certificate for that. */
function respond(
  organisation: Organisation,
  app: SamlApp,
  user: OktaUser,
  session: string,
  inResponseTo?: string,
) {
  const { privateKey: key, certificate: cert } = organisation.samlKeys()[0];
  const encryptionPublicKey =
    app.encryptionCertificate &&
    createPublicKey(app.encryptionCertificate).export({ format: 'pem', type: 'spki' }).toString();
  return new Promise<string>((resolve, reject) =>
    samlp.getSamlResponse(
      {
        issuer: entityId(app.id),
        key,
        cert,
        audience: app.audience,
        recipient: app.acsUrl,
        destination: app.acsUrl,
        inResponseTo,
        sessionIndex: sessionIndex(session),
        lifetimeInSeconds: 300,
        // Okta signs both unless its administrator changes that.
        signResponse: true,
        signatureAlgorithm: 'rsa-sha256',
        digestAlgorithm: 'sha256',
        encryptionCert: app.encryptionCertificate,
        encryptionPublicKey,
        profileMapper: () => ({
          getClaims: () => ({ ...user.attributes, groups: user.groups }),
          getNameIdentifier: () => ({
            nameIdentifier: nameIdOf(app, user),
            nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
          }),
        }),
      },
      user,
      (error, response) => (error ? reject(error) : resolve(response as string)),
    ),
  );
}

/** Single sign-on, started by the service provider or, without a request, here. */
async function signOn(exchange: Exchange, app: SamlApp): Promise<void> {
  const { organisation, url } = exchange;
  const session = sessionOf(exchange);
  const user = organisation.sessions.get(session ?? '');
  const { id } = await readRequest(exchange, app);
  if (!user || !session) return askToSignIn(exchange);
  const response = await respond(organisation, app, user, session, id);
  const RelayState = url.searchParams.get('RelayState') ?? app.relayState ?? '';
  const SAMLResponse = Buffer.from(response).toString('base64');
  answer(exchange, 200, postOn(app.acsUrl, { SAMLResponse, RelayState }), 'text/html; charset=utf-8');
}

/** Single logout, started by the service provider with a signed request that names the session; the response is posted. */
function signOut(exchange: Exchange, app: SamlApp): Promise<void> {
  const { organisation } = exchange;
  const { sessions } = organisation;
  if (!app.sloUrl || !app.signingCertificate)
    throw new Error(`SAML app ${app.id}: single logout needs the app's sloUrl and signingCertificate`);
  const { privateKey: key, certificate: cert } = organisation.samlKeys()[0];
  let session: string | undefined;
  let state: object = {};
  return new Promise((resolve, reject) => {
    const response = expressResponse(exchange);
    const logout = samlp.logout({
      issuer: entityId(app.id),
      key,
      cert,
      deflate: true,
      sessionParticipants: {
        get: (serviceProviderId, indices = [], nameId, done) => {
          const [found, user] = [...sessions].find(([one]) => indices.includes(sessionIndex(one))) ?? [];
          if (!found || !user || serviceProviderId !== app.audience || nameId !== nameIdOf(app, user))
            return done(null);
          session = found;
          const at = { sessionIndex: sessionIndex(found), nameId, cert: app.signingCertificate };
          done(null, { serviceProviderId, serviceProviderLogoutURL: app.sloUrl as string, ...at });
        },
        hasElements: () => false,
        getFirst: (done) => done(null),
        remove: (_issuer, _index, _nameId, done) => done(null),
      },
      clearIdPSession: (done) => {
        sessions.delete(session ?? '');
        done(null);
      },
      store: {
        save: (_request, kept, done) => {
          state = kept;
          done(null, 'transaction');
        },
        load: (_request, _handle, _options, done) => done(null, state),
      },
    });
    const sent = { ...response, send: (what: string | number) => resolve(response.send(what)) };
    logout(expressRequest(exchange), sent, reject);
  });
}

/** Serves an app's SAML endpoints. Returns false for any other path. */
export async function samlEndpoint(exchange: Exchange): Promise<boolean> {
  const [, appId = '', endpoint] = paths.exec(exchange.url.pathname) ?? [];
  if (!endpoint) return false;
  if (endpoint === 'sso/saml/metadata') {
    metadata(exchange, appId);
    return true;
  }
  const app = exchange.organisation.apps.get(appId);
  if (!app) {
    const where = `POST /_local/okta/apps of the local AWS registers it for ${exchange.organisation.host}`;
    answer(exchange, 404, `no SAML app ${appId}: ${where}`);
    return true;
  }
  await (endpoint === 'sso/saml' ? signOn(exchange, app) : signOut(exchange, app));
  return true;
}
