import { AwsError } from '../aws-error';
import type { Place } from '../place';
import { type Tags, tagList, tagsOf, withoutTags, withTags } from '../tags';
import type { Identity, Ses } from './ses';

/** One call: the names in its path, and its JSON body. */
export interface Call {
  ses: Ses;
  /** By ARN. */
  tags: Map<string, Tags>;
  at: Place;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each operation names its own input
  input: any;
  now: number;
}

type Operation = (call: Call) => object;

const arnOf = ({ at }: Call, kind: string, name: string) =>
  `arn:aws:ses:${at.region}:${at.account}:${kind}/${name}`;

function tag(call: Call, arn: string, tags: { Key: string; Value: string }[] = []): void {
  call.tags.set(arn, withTags(call.tags.get(arn), tagsOf(tags)));
}

function identityOf({ ses, at, name }: Call): Identity {
  const identity = ses.identitiesIn(at).get(name);
  if (!identity) throw new AwsError('NotFoundException', `Email identity ${name} does not exist.`, 404);
  return identity;
}

function optionsOf({ ses, at, name }: Call): Record<string, object> {
  const options = ses.setsIn(at).get(name);
  if (!options) throw new AwsError('NotFoundException', `Configuration set <${name}> does not exist.`, 404);
  return options;
}

function describe(call: Call, { name, configurationSet, keyLength, keysMade, tokens }: Identity): object {
  const verified = call.ses.isVerified(call.at, name);
  const status = verified ? 'SUCCESS' : 'PENDING';
  return {
    IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: verified,
    VerificationStatus: status,
    DkimAttributes: {
      SigningEnabled: tokens.length > 0,
      Status: tokens.length > 0 ? status : 'NOT_STARTED',
      Tokens: tokens,
      SigningAttributesOrigin: 'AWS_SES',
      NextSigningKeyLength: keyLength,
      CurrentSigningKeyLength: keyLength,
      LastKeyGenerationTimestamp: keysMade,
    },
    MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
    Policies: {},
    ConfigurationSetName: configurationSet,
    Tags: tagList(call.tags.get(arnOf(call, 'identity', name))),
  };
}

const setOptions =
  (option: string): Operation =>
  (call) => {
    optionsOf(call)[option] = call.input;
    return {};
  };

/** By method and path, with `*` for a name; see the API reference of SES v2. */
export const operations: Record<string, Operation> = {
  'POST /v2/email/identities'(call) {
    const { EmailIdentity: name, Tags, DkimSigningAttributes, ConfigurationSetName } = call.input;
    if (call.ses.identitiesIn(call.at).has(name))
      throw new AwsError('AlreadyExistsException', `Email identity ${name} already exist.`);
    if (ConfigurationSetName) optionsOf({ ...call, name: ConfigurationSetName });
    const keyLength = DkimSigningAttributes?.NextSigningKeyLength;
    const identity = call.ses.create(
      call.at,
      name,
      { configurationSet: ConfigurationSetName, ...(keyLength && { keyLength }) },
      call.now,
    );
    tag(call, arnOf(call, 'identity', name), Tags);
    return describe(call, identity);
  },
  'GET /v2/email/identities/*': (call) => describe(call, identityOf(call)),
  'DELETE /v2/email/identities/*'(call) {
    identityOf(call);
    call.ses.identitiesIn(call.at).delete(call.name);
    call.tags.delete(arnOf(call, 'identity', call.name));
    return {};
  },
  'PUT /v2/email/identities/*/configuration-set'(call) {
    const { ConfigurationSetName } = call.input;
    if (ConfigurationSetName) optionsOf({ ...call, name: ConfigurationSetName });
    identityOf(call).configurationSet = ConfigurationSetName;
    return {};
  },
  'PUT /v1/email/identities/*/dkim/signing'(call) {
    const identity = identityOf(call);
    identity.keyLength = call.input.SigningAttributes?.NextSigningKeyLength ?? identity.keyLength;
    return { DkimStatus: 'PENDING', DkimTokens: identity.tokens };
  },
  'POST /v2/email/configuration-sets'(call) {
    const { ConfigurationSetName: name, Tags, ...given } = call.input;
    const sets = call.ses.setsIn(call.at);
    if (sets.has(name))
      throw new AwsError('AlreadyExistsException', `Configuration set <${name}> already exists.`);
    sets.set(name, {
      SendingOptions: { SendingEnabled: true },
      ReputationOptions: { ReputationMetricsEnabled: false },
      DeliveryOptions: { TlsPolicy: 'OPTIONAL' },
      ...given,
    });
    tag(call, arnOf(call, 'configuration-set', name), Tags);
    return {};
  },
  'GET /v2/email/configuration-sets/*': (call) => ({
    ConfigurationSetName: call.name,
    ...optionsOf(call),
    Tags: tagList(call.tags.get(arnOf(call, 'configuration-set', call.name))),
  }),
  'DELETE /v2/email/configuration-sets/*'(call) {
    optionsOf(call);
    call.ses.setsIn(call.at).delete(call.name);
    call.tags.delete(arnOf(call, 'configuration-set', call.name));
    return {};
  },
  'PUT /v2/email/configuration-sets/*/delivery-options': setOptions('DeliveryOptions'),
  'PUT /v2/email/configuration-sets/*/reputation-options': setOptions('ReputationOptions'),
  'PUT /v2/email/configuration-sets/*/sending': setOptions('SendingOptions'),
  'PUT /v2/email/configuration-sets/*/suppression-options': setOptions('SuppressionOptions'),
  'GET /v2/email/tags'(call) {
    return { Tags: tagList(call.tags.get(call.input.ResourceArn)) };
  },
  'POST /v2/email/tags'(call) {
    tag(call, call.input.ResourceArn, call.input.Tags);
    return {};
  },
  'DELETE /v2/email/tags'(call) {
    const { ResourceArn, TagKeys = [] } = call.input;
    call.tags.set(ResourceArn, withoutTags(call.tags.get(ResourceArn), [TagKeys].flat()));
    return {};
  },
};
