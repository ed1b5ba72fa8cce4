import { bare } from '../../certificate';
import type { Cognito } from '../call';
import { invalid } from '../errors';
import type { Pool } from '../model';
import { discover } from './oidc-discovery';
import { samlKeys } from './pool-federation';
import { newMetadata } from './saml-metadata';

type Details = Record<string, string>;

/** The details that a provider type accepts, and those that Cognito adds. */
interface Kind {
  required: string[];
  optional: string[];
  /** The details that `DescribeIdentityProvider` returns in addition to those given. */
  fill(cognito: Cognito, pool: Pool, given: Details): Promise<Details> | Details;
  /** The provider's claim for its own user id, which Cognito maps to `username` automatically. */
  subject?: string;
}

const endpoints = ['authorize_url', 'token_url', 'attributes_url', 'jwks_uri'];
const social = [
  'attributes_url',
  'attributes_url_add_attributes',
  'authorize_url',
  'token_request_method',
  'token_url',
];

/**
 * Keys and server-filled values by provider type, from the examples of `ProviderDetails` in the API reference
 * of CreateIdentityProvider (create request and describe response of each type).
 */
const kinds: Record<string, Kind> = {
  OIDC: {
    required: ['client_id', 'authorize_scopes', 'oidc_issuer', 'attributes_request_method'],
    optional: ['client_secret', 'attributes_url_add_attributes', ...endpoints],
    subject: 'sub',
    async fill(cognito, _pool, given) {
      const known = endpoints.every((key) => given[key]);
      const found = known ? {} : await discover(cognito, given.oidc_issuer as string);
      return { attributes_url_add_attributes: 'false', ...found, ...given };
    },
  },
  SAML: {
    required: [],
    optional: [
      'MetadataURL',
      'MetadataFile',
      'IDPSignout',
      'IDPInit',
      'EncryptedResponses',
      'RequestSigningAlgorithm',
      'SSORedirectBindingURI',
      'SLORedirectBindingURI',
    ],
    async fill(cognito, pool, given) {
      const { ssoRedirect, sloRedirect } = await newMetadata(cognito, pool, given);
      return {
        ...given,
        ActiveEncryptionCertificate: bare(samlKeys(pool, cognito.now()).encryption.certificate),
        SSORedirectBindingURI: ssoRedirect,
        ...(sloRedirect && { SLORedirectBindingURI: sloRedirect }),
      };
    },
  },
  Google: {
    required: ['client_id', 'client_secret', 'authorize_scopes'],
    optional: ['oidc_issuer', ...social],
    subject: 'sub',
    fill: (_cognito, _pool, given) => ({
      attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
      attributes_url_add_attributes: 'true',
      authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
      oidc_issuer: 'https://accounts.google.com',
      token_request_method: 'POST',
      token_url: 'https://www.googleapis.com/oauth2/v4/token',
      ...given,
    }),
  },
  Facebook: {
    required: ['client_id', 'client_secret', 'authorize_scopes'],
    optional: ['api_version', ...social],
    subject: 'id',
    fill: (_cognito, _pool, given) => {
      const version = given.api_version ?? 'v17.0';
      return {
        api_version: version,
        attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
        attributes_url_add_attributes: 'true',
        authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
        token_request_method: 'GET',
        token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
        ...given,
      };
    },
  },
  LoginWithAmazon: {
    required: ['client_id', 'client_secret', 'authorize_scopes'],
    optional: social,
    subject: 'user_id',
    fill: (_cognito, _pool, given) => ({
      attributes_url: 'https://api.amazon.com/user/profile',
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://www.amazon.com/ap/oa',
      token_request_method: 'POST',
      token_url: 'https://api.amazon.com/auth/o2/token',
      ...given,
    }),
  },
  SignInWithApple: {
    required: ['client_id', 'team_id', 'key_id', 'private_key', 'authorize_scopes'],
    optional: ['oidc_issuer', ...social.filter((key) => key !== 'attributes_url')],
    subject: 'sub',
    fill: (_cognito, _pool, { private_key: _, ...given }) => ({
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://appleid.apple.com/auth/authorize',
      oidc_issuer: 'https://appleid.apple.com',
      token_request_method: 'POST',
      token_url: 'https://appleid.apple.com/auth/token',
      ...given,
    }),
  },
};

function kindOf(type: string | undefined): Kind {
  const kind = kinds[type ?? ''];
  if (!kind) throw invalid(`Provider type ${type} is not one of ${Object.keys(kinds).join(', ')}.`);
  return kind;
}

const one = (details: Details, key: string, ...allowed: string[]) => {
  const value = details[key];
  if (value !== undefined && !allowed.includes(value))
    throw invalid(`${key} must be ${allowed.join(' or ')}, not ${value}.`);
};

function check(type: string, kind: Kind, details: Details): void {
  const strange = Object.keys(details).find(
    (key) => !kind.required.includes(key) && !kind.optional.includes(key),
  );
  if (strange) throw invalid(`${strange} is not a valid key for ${type} identity provider details.`);
  const missing = kind.required.find((key) => !details[key]);
  if (missing) throw invalid(`${missing} is required for ${type} identity provider details.`);
  if (type === 'SAML' && !details.MetadataURL === !details.MetadataFile)
    throw invalid(
      'Exactly one of MetadataURL and MetadataFile is required for SAML identity provider details.',
    );
  for (const key of ['IDPSignout', 'IDPInit', 'EncryptedResponses']) one(details, key, 'true', 'false');
  one(details, 'RequestSigningAlgorithm', 'rsa-sha256');
  one(details, 'attributes_request_method', 'GET', 'POST');
  if (type === 'OIDC' && !details.authorize_scopes?.split(' ').includes('openid'))
    throw invalid('authorize_scopes must include openid.');
}

/** Details as `DescribeIdentityProvider` returns them. Throws InvalidParameterException for those that Cognito refuses. */
export async function completeDetails(
  cognito: Cognito,
  pool: Pool,
  type: string,
  given: Details,
): Promise<Details> {
  const kind = kindOf(type);
  check(type, kind, given);
  return kind.fill(cognito, pool, given);
}

/** The mapping with Cognito's additions: every type but SAML has its own user id as `username`. */
export function completeMapping(type: string, given: Record<string, string>): Record<string, string> {
  const { subject } = kindOf(type);
  return subject ? { username: subject, ...given } : given;
}
