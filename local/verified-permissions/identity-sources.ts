import type { Call } from './call';
import { invalid, notFound, quotaExceeded } from './errors';
import { once } from './idempotency';
import type { Configuration, Input } from './inputs';
import { limits } from './limits';
import { page } from './pagination';
import { type IdentitySource, newId, type PlaceStores, type PolicyStore, stored, storeOf } from './state';

/** Entity type of principals if the identity source names none. */
const defaultPrincipalType = 'AWS::Cognito';

/** A user pool's region and id, from its ARN, and the `iss` of its tokens. */
export function poolOf(userPoolArn: string) {
  const [, , , region = '', account = '', resource = ''] = userPoolArn.split(':');
  const id = resource.slice('userpool/'.length);
  return { account, region, id, issuer: `https://cognito-idp.${region}.amazonaws.com/${id}` };
}

/** Verified Permissions works only with user pools of the same account. */
function check(
  place: PlaceStores,
  { cognitoUserPoolConfiguration: cognito }: Configuration,
  path: string,
): void {
  if (cognito && poolOf(cognito.userPoolArn).account !== place.account)
    throw invalid({
      path: `${path}.cognitoUserPoolConfiguration.userPoolArn`,
      message: `the user pool must be in account ${place.account}, the policy store's`,
    });
}

function configurationOf({ configuration }: IdentitySource) {
  const { cognitoUserPoolConfiguration: cognito } = configuration;
  if (!cognito) return configuration;
  const { userPoolArn, clientIds = [], groupConfiguration } = cognito;
  const { issuer } = poolOf(userPoolArn);
  return { cognitoUserPoolConfiguration: { userPoolArn, clientIds, issuer, groupConfiguration } };
}

/** The older form of a user pool's configuration; AWS still returns it alongside the new one. */
function detailsOf({ configuration: { cognitoUserPoolConfiguration: cognito } }: IdentitySource) {
  if (!cognito) return {};
  const { userPoolArn, clientIds = [] } = cognito;
  const discoveryUrl = `${poolOf(userPoolArn).issuer}/.well-known/openid-configuration`;
  return { details: { clientIds, userPoolArn, discoveryUrl, openIdIssuer: 'COGNITO' } };
}

const summary = (store: PolicyStore, { identitySourceId, createdDate, lastUpdatedDate }: IdentitySource) => ({
  policyStoreId: store.policyStoreId,
  identitySourceId,
  createdDate,
  lastUpdatedDate,
});

const shown = (store: PolicyStore, source: IdentitySource) => ({
  ...summary(store, source),
  principalEntityType: source.principalEntityType,
  configuration: configurationOf(source),
  ...detailsOf(source),
});

function sourceOf(store: PolicyStore, id: string): IdentitySource {
  const source = store.identitySources.get(id);
  if (!source) throw notFound('IDENTITY_SOURCE', id);
  return source;
}

/** Throws ServiceQuotaExceededException if the store already has its one source. */
export function createIdentitySource({ place, input, now }: Call<Input<'createIdentitySource'>>) {
  const store = storeOf(place, input.policyStoreId);
  return once(place, 'CreateIdentitySource', input, now, () => {
    const { configuration, principalEntityType = defaultPrincipalType } = input;
    check(place, configuration, 'configuration');
    if (store.identitySources.size >= limits.identitySourcesPerStore)
      throw quotaExceeded(
        `The policy store has an identity source; it may have ${limits.identitySourcesPerStore}.`,
        'IDENTITY_SOURCE',
        store.policyStoreId,
      );
    const source = { ...stored(now), identitySourceId: newId(), principalEntityType, configuration };
    store.identitySources.set(source.identitySourceId, source);
    return {
      answer: summary(store, source),
      resource: { resourceType: 'IDENTITY_SOURCE', id: source.identitySourceId },
    };
  });
}

/** Throws ResourceNotFoundException. */
export function getIdentitySource({ place, input }: Call<Input<'identitySource'>>) {
  const store = storeOf(place, input.policyStoreId);
  return shown(store, sourceOf(store, input.identitySourceId));
}

/** Replaces the whole configuration; the principal's type is kept unless given. */
export function updateIdentitySource({ place, input, now }: Call<Input<'updateIdentitySource'>>) {
  const store = storeOf(place, input.policyStoreId);
  const source = sourceOf(store, input.identitySourceId);
  check(place, input.updateConfiguration, 'updateConfiguration');
  source.configuration = input.updateConfiguration;
  source.principalEntityType = input.principalEntityType ?? source.principalEntityType;
  source.lastUpdatedDate = now.toISOString();
  return summary(store, source);
}

/** Throws ResourceNotFoundException: as in AWS, it is not idempotent. */
export function deleteIdentitySource({ place, input }: Call<Input<'identitySource'>>) {
  const store = storeOf(place, input.policyStoreId);
  store.identitySources.delete(sourceOf(store, input.identitySourceId).identitySourceId);
  return {};
}

/** A page of the sources, optionally filtered by principal type. */
export function listIdentitySources({ place, input }: Call<Input<'listIdentitySources'>>) {
  const store = storeOf(place, input.policyStoreId);
  const types = input.filters?.flatMap(({ principalEntityType }) => principalEntityType ?? []) ?? [];
  const found = [...store.identitySources.values()].filter(
    ({ principalEntityType }) => !types.length || types.includes(principalEntityType),
  );
  const listing = `ListIdentitySources/${store.policyStoreId}/${JSON.stringify(types)}`;
  const { items, nextToken } = page(listing, found, input);
  return { identitySources: items.map((source) => shown(store, source)), nextToken };
}
