import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { Place } from '../place';
import { tagList, tagsOf, withoutTags, withTags } from '../tags';
import type { Inputs } from './inputs';
import { addVersion, invalid, moveLabel } from './labels';
import { labelsOf, type Secret, type Version } from './secret';
import type { State } from './state';

/** What every operation works with. */
export interface Tools {
  state: State;
  place: Place;
  /** Seconds since 1970. */
  now: number;
}

type Operations = { [Name in keyof Inputs]: (tools: Tools, input: Inputs[Name]) => object };

const named = ({ arn: ARN, name: Name }: Secret) => ({ ARN, Name });

/** The value in a request; undefined if it has none. */
function givenValue({ SecretString, SecretBinary }: Inputs['CreateSecret' | 'PutSecretValue']) {
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw invalid('You must specify either SecretString or SecretBinary, not both.');
  if (SecretString !== undefined) return { SecretString };
  return SecretBinary === undefined ? undefined : { SecretBinary };
}

/** Secrets Manager appends a hyphen and six characters to a name. */
const arnOf = ({ account, region }: Place, name: string) =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${randomBytes(3).toString('hex')}`;

/** The version that a request names by id, label or both; by default, AWSCURRENT. */
function versionOf(
  secret: Secret,
  { VersionId, VersionStage }: Inputs['GetSecretValue'],
): { id: string; version: Version } {
  const label = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const labelled = label === undefined ? undefined : secret.labels.get(label);
  const id = VersionId ?? labelled;
  const version = id === undefined ? undefined : secret.versions.get(id);
  if (id === undefined || !version)
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${VersionId ? 'VersionId' : 'staging label'}: ${VersionId ?? label}`,
    );
  if (label !== undefined && labelled !== id)
    throw new AwsError('InvalidRequestException', `Version ${id} does not have the staging label ${label}.`);
  return { id, version };
}

export const operations: Operations = {
  CreateSecret({ state, place, now }, input) {
    const {
      Name: name,
      Description: description,
      KmsKeyId: keyId,
      Tags,
      ClientRequestToken: id = randomUUID(),
    } = input;
    const found = state.find(place, name);
    if (found?.deletion !== undefined)
      throw new AwsError(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    if (found)
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    const secret: Secret = {
      ...place,
      arn: arnOf(place, name),
      name,
      description,
      keyId,
      tags: tagsOf(Tags),
      created: now,
      changed: now,
      versions: new Map(),
      labels: new Map(),
    };
    const value = givenValue(input);
    if (value) addVersion(secret, { id, value, labels: [], now });
    state.add(secret);
    return { ...named(secret), ...(value && { VersionId: id }) };
  },
  DeleteSecret(
    { state, place, now },
    { SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery = false },
  ) {
    if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined)
      throw invalid("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    const secret = ForceDeleteWithoutRecovery
      ? state.existing(place, SecretId)
      : state.usable(place, SecretId);
    secret.deletion = now + (ForceDeleteWithoutRecovery ? 0 : (RecoveryWindowInDays ?? 30) * 86_400);
    if (ForceDeleteWithoutRecovery) state.remove(secret);
    return { ...named(secret), DeletionDate: secret.deletion };
  },
  DescribeSecret({ state, place }, { SecretId }) {
    const secret = state.existing(place, SecretId);
    const listed = [...secret.versions.keys()].filter((id) => labelsOf(secret, id).length > 0);
    return {
      ...named(secret),
      Description: secret.description,
      KmsKeyId: secret.keyId,
      CreatedDate: secret.created,
      LastChangedDate: secret.changed,
      DeletedDate: secret.deletion,
      Tags: tagList(secret.tags),
      VersionIdsToStages: Object.fromEntries(listed.map((id) => [id, labelsOf(secret, id)])),
    };
  },
  GetResourcePolicy({ state, place }, { SecretId }) {
    const secret = state.existing(place, SecretId);
    return { ...named(secret), ResourcePolicy: secret.policy };
  },
  GetSecretValue({ state, place }, input) {
    const secret = state.usable(place, input.SecretId);
    const { id, version } = versionOf(secret, input);
    return {
      ...named(secret),
      VersionId: id,
      VersionStages: labelsOf(secret, id),
      CreatedDate: version.created,
      ...version.value,
    };
  },
  PutResourcePolicy({ state, place, now }, { SecretId, ResourcePolicy }) {
    const secret = state.usable(place, SecretId);
    secret.policy = ResourcePolicy;
    secret.changed = now;
    return named(secret);
  },
  PutSecretValue({ state, place, now }, input) {
    const { SecretId, ClientRequestToken: id = randomUUID(), VersionStages: labels = ['AWSCURRENT'] } = input;
    const value = givenValue(input);
    if (!value) throw invalid('You must provide either SecretString or SecretBinary.');
    const secret = state.usable(place, SecretId);
    addVersion(secret, { id, value, labels, now });
    return { ...named(secret), VersionId: id, VersionStages: labelsOf(secret, id) };
  },
  RestoreSecret({ state, place, now }, { SecretId }) {
    const secret = state.existing(place, SecretId);
    delete secret.deletion;
    secret.changed = now;
    return named(secret);
  },
  TagResource({ state, place, now }, { SecretId, Tags }) {
    const secret = state.usable(place, SecretId);
    secret.tags = withTags(secret.tags, tagsOf(Tags));
    secret.changed = now;
    return {};
  },
  UntagResource({ state, place, now }, { SecretId, TagKeys }) {
    const secret = state.usable(place, SecretId);
    secret.tags = withoutTags(secret.tags, TagKeys);
    secret.changed = now;
    return {};
  },
  UpdateSecretVersionStage({ state, place, now }, input) {
    const secret = state.usable(place, input.SecretId);
    const { VersionStage: label, RemoveFromVersionId: from, MoveToVersionId: to } = input;
    moveLabel(secret, { label, from, to, now });
    return named(secret);
  },
};
