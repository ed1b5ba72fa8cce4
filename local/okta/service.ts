import { z } from 'zod';
import { handlers, localOperation } from '../dispatch';
import { type AwsRequest, type AwsResponse, json, type Service } from '../service';
import type { Organisation, Organisations } from './organisation';

const host = z
  .string()
  .regex(
    /^([a-z0-9-]+\.okta\.example|accounts\.google\.com)$/,
    'must be <organisation>.okta.example or accounts.google.com',
  );
const pem = z.string().regex(/^-----BEGIN CERTIFICATE-----/, 'must be a PEM certificate');
const attribute = z.union([z.string(), z.boolean(), z.array(z.string())]);

const userBody = z.strictObject({
  host,
  id: z.string().min(1).optional(),
  username: z.string().min(1),
  password: z.string().min(1),
  attributes: z.record(z.string(), attribute).default({}),
  groups: z.array(z.string()).default([]),
});
const clientBody = z.strictObject({
  host,
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUris: z.array(z.url({ protocol: /^https$/ })).min(1),
});
const keyBody = z.strictObject({ host, do: z.enum(['announce', 'switch']) });
const appBody = z.strictObject({
  host,
  id: z.string().regex(/^[\w-]+$/),
  acsUrl: z.url({ protocol: /^https$/ }),
  audience: z.string().min(1),
  nameId: z.enum(['id', 'username']).default('id'),
  signingCertificate: pem.optional(),
  encryptionCertificate: pem.optional(),
  sloUrl: z.url({ protocol: /^https$/ }).optional(),
  relayState: z.string().optional(),
});

/** Each registration replaces an earlier one of the same name. Returns the response body, without secrets. */
const registrations: Record<string, (of: (host: string) => Organisation, body: unknown) => object> = {
  'POST /_local/okta/users'(of, body) {
    const { host, ...user } = userBody.parse(body);
    return { id: of(host).keepUser(user).id };
  },
  'POST /_local/okta/clients'(of, body) {
    const { host, ...client } = clientBody.parse(body);
    of(host).clients.set(client.clientId, client);
    return { clientId: client.clientId };
  },
  'POST /_local/okta/keys'(of, body) {
    const { host, do: what } = keyBody.parse(body);
    const { certificate } = what === 'announce' ? of(host).announceSamlKey() : of(host).switchSamlKey();
    return { certificate };
  },
  'POST /_local/okta/apps'(of, body) {
    const { host, ...app } = appBody.parse(body);
    of(host).apps.set(app.id, app);
    return { id: app.id, metadataUrl: `https://${host}/app/${app.id}/sso/saml/metadata` };
  },
};

function register(run: (body: unknown) => object, request: AwsRequest): AwsResponse {
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString());
  } catch {
    return json(400, { message: `${request.path}: the body is not JSON` });
  }
  try {
    return json(201, run(body));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return json(400, { message: `${request.path}: ${z.prettifyError(error)}` });
  }
}

/**
 * What an Okta administrator does by hand: `POST /_local/okta/users`, `/clients` (OIDC apps), `/apps` (SAML apps) and
 * `/keys` (`announce` publishes a new assertion key, `switch` makes it sign), as JSON with the organisation's `host`.
 */
export const okta = (organisations: Organisations): Service => ({
  operationOf: localOperation,
  operations: handlers(registrations, (run, request) =>
    register((body) => run((host) => organisations.of(host), body), request),
  ),
});
