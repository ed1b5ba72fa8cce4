import { oktaBaseUrls } from '../schema/internal';
import type { EnvironmentCheck } from './check';

/** The application is an OpenID Connect one, in the Okta organisation where staff sign in. */
export const oktaApp: EnvironmentCheck = ({ file, environment: { internal } }) => {
  const { app, oidc, saml } = internal?.okta ?? {};
  if (!app) return [];
  if (!oidc)
    return [
      {
        file,
        path: ['internal', 'okta', 'app'],
        value: app.organization,
        message: 'creates an OpenID Connect application, but staff do not sign in with OpenID Connect',
        remedy: 'write internal.okta.oidc, or remove app and make the SAML application at Okta by hand',
      },
    ];
  const own = `${app.organization}.${app.baseUrl}`;
  const other = [oidc.issuer, saml?.metadataUrl]
    .flatMap((url) => (url === undefined ? [] : [new URL(url).hostname]))
    // A custom domain does not reveal the organisation's name.
    .filter((host) => oktaBaseUrls.some((base) => host.endsWith(`.${base}`)))
    .find((host) => host !== own);
  if (other === undefined) return [];
  return [
    {
      file,
      path: ['internal', 'okta', 'app', 'organization'],
      message: `creates the application at ${own}, but staff are sent to ${other}`,
      remedy: 'name the organisation and base URL of the issuer and the metadata',
    },
  ];
};
