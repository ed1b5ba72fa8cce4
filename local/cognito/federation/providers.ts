import type {
  CreateIdentityProviderRequest,
  DeleteIdentityProviderRequest,
  DescribeIdentityProviderRequest,
  GetIdentityProviderByIdentifierRequest,
  GetSigningCertificateRequest,
  ListIdentityProvidersRequest,
  UpdateIdentityProviderRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import { bare } from '../../certificate';
import type { Operation } from '../call';
import { invalid, missing } from '../errors';
import type { Pool } from '../model';
import { seconds } from '../pools/pools';
import type { Provider } from './model';
import { samlKeys } from './pool-federation';
import { completeDetails, completeMapping } from './provider-details';

function find(pool: Pool, name: string | undefined): Provider {
  const provider = pool.federation.providers.get(name ?? '');
  if (!provider) throw missing(`Identity provider ${name} does not exist.`);
  return provider;
}

/** Names follow the API reference; social providers must use their type's. */
function checkName(type: string, name: string): void {
  if (
    name.length > 32 ||
    !/^[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+$/u.test(name) ||
    name === 'COGNITO'
  )
    throw invalid(`Invalid provider name ${name}: 3 to 32 characters, no space, no _ at its start or end.`);
  if (!['OIDC', 'SAML'].includes(type) && name !== type)
    throw invalid(`The provider name of ${type} must be ${type}.`);
}

/** E-mail domains and other hints by which users are routed to the provider; unique in the pool. */
function checkIdentifiers(pool: Pool, name: string, identifiers: string[]): void {
  if (identifiers.length > 50) throw invalid('A provider has at most 50 IdpIdentifiers.');
  for (const identifier of identifiers) {
    if (!/^[\w\s+=.@-]{1,40}$/.test(identifier)) throw invalid(`Invalid IdpIdentifier ${identifier}.`);
    const owner = [...pool.federation.providers.values()].find(
      ({ ProviderName, IdpIdentifiers }) => ProviderName !== name && IdpIdentifiers?.includes(identifier),
    );
    if (owner) throw invalid(`IdpIdentifier ${identifier} already exists in provider ${owner.ProviderName}.`);
  }
}

function checkMapping(pool: Pool, mapping: Record<string, string>): void {
  const known = (pool.settings.SchemaAttributes ?? []).map(({ Name }) => Name);
  const strange = Object.keys(mapping).find((name) => name !== 'username' && !known.includes(name));
  if (strange) throw invalid(`Invalid attribute mapping: the user pool has no attribute ${strange}.`);
}

/** CreateIdentityProvider: fetches discovery or metadata immediately, as Cognito does. */
export const createIdentityProvider: Operation<CreateIdentityProviderRequest> = async (cognito, call) => {
  const { UserPoolId, ProviderName = '', ProviderType = '', ProviderDetails = {} } = call.input;
  const { AttributeMapping = {}, IdpIdentifiers = [] } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  checkName(ProviderType, ProviderName);
  if (pool.federation.providers.has(ProviderName))
    throw new AwsError('DuplicateProviderException', `A provider ${ProviderName} already exists.`);
  checkIdentifiers(pool, ProviderName, IdpIdentifiers);
  checkMapping(pool, AttributeMapping);
  const now = seconds(cognito.now());
  const provider = {
    UserPoolId: pool.id,
    ProviderName,
    ProviderType,
    ProviderDetails: await completeDetails(cognito, pool, ProviderType, ProviderDetails),
    AttributeMapping: completeMapping(ProviderType, AttributeMapping),
    IdpIdentifiers,
    CreationDate: now,
    LastModifiedDate: now,
  };
  pool.federation.providers.set(ProviderName, provider as unknown as Provider);
  return { IdentityProvider: provider };
};

/** DescribeIdentityProvider: includes the client secret. */
export const describeIdentityProvider: Operation<DescribeIdentityProviderRequest> = async (
  { state },
  call,
) => ({
  IdentityProvider: find(state.pool(call.input.UserPoolId as string, call), call.input.ProviderName),
});

/** UpdateIdentityProvider: details, mapping and identifiers are each replaced as a whole, or kept. */
export const updateIdentityProvider: Operation<UpdateIdentityProviderRequest> = async (cognito, call) => {
  const { UserPoolId, ProviderName, ProviderDetails, AttributeMapping, IdpIdentifiers } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  const old = find(pool, ProviderName);
  if (IdpIdentifiers) checkIdentifiers(pool, old.ProviderName, IdpIdentifiers);
  if (AttributeMapping) checkMapping(pool, AttributeMapping);
  const type = old.ProviderType;
  const provider = {
    ...old,
    ...(ProviderDetails && { ProviderDetails: await completeDetails(cognito, pool, type, ProviderDetails) }),
    ...(AttributeMapping && { AttributeMapping: completeMapping(type, AttributeMapping) }),
    ...(IdpIdentifiers && { IdpIdentifiers }),
    LastModifiedDate: seconds(cognito.now()),
  };
  pool.federation.providers.set(old.ProviderName, provider as unknown as Provider);
  return { IdentityProvider: provider };
};

/** DeleteIdentityProvider. */
export const deleteIdentityProvider: Operation<DeleteIdentityProviderRequest> = async ({ state }, call) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  pool.federation.providers.delete(find(pool, call.input.ProviderName).ProviderName);
  return {};
};

/** ListIdentityProviders: in pages. The token is the last name on the previous page. */
export const listIdentityProviders: Operation<ListIdentityProvidersRequest> = async ({ state }, call) => {
  const { UserPoolId, MaxResults = 60, NextToken } = call.input;
  const all = [...state.pool(UserPoolId as string, call).federation.providers.values()];
  const start = all.findIndex(({ ProviderName }) => ProviderName === NextToken) + 1;
  const page = all.slice(start, start + MaxResults);
  return {
    Providers: page.map(({ ProviderName, ProviderType, CreationDate, LastModifiedDate }) => ({
      ProviderName,
      ProviderType,
      CreationDate,
      LastModifiedDate,
    })),
    ...(start + MaxResults < all.length && { NextToken: page.at(-1)?.ProviderName }),
  };
};

/** GetIdentityProviderByIdentifier: by a domain hint. */
export const getIdentityProviderByIdentifier: Operation<GetIdentityProviderByIdentifierRequest> = async (
  { state },
  call,
) => {
  const { UserPoolId, IdpIdentifier = '' } = call.input;
  const all = [...state.pool(UserPoolId as string, call).federation.providers.values()];
  const provider = all.find(({ IdpIdentifiers }) => IdpIdentifiers?.includes(IdpIdentifier));
  if (!provider) throw missing(`No identity provider has the identifier ${IdpIdentifier}.`);
  return { IdentityProvider: provider };
};

/** GetSigningCertificate: for the key that signs the pool's SAML requests; bare base64. */
export const getSigningCertificate: Operation<GetSigningCertificateRequest> = async (cognito, call) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  return { Certificate: bare(samlKeys(pool, cognito.now()).signing.certificate) };
};
