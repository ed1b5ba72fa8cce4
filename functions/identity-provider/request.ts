import { Denied } from '../shared/denied';
import {
  assertShape,
  isOneOf,
  isRecord,
  isText,
  isTextList,
  isTextMap,
  type Rule,
} from '../shared/events/shape';

/** The desired state of an identity provider. Contains no secret. */
export interface WantedProvider {
  userPoolId: string;
  providerName: string;
  providerType: string;
  /** Cognito's details without the secret ones. */
  details: Record<string, string>;
  /** Keys of the secret details. */
  secretKeys: string[];
  /** Value of a secret detail until the real one is pushed. */
  placeholder: string;
  /** Attribute of the pool → claim. */
  attributeMapping: Record<string, string>;
  idpIdentifiers: string[];
  /** Digest of the desired state. It is returned, so that a plan sees whether the last change succeeded. */
  revision: string;
}

/** What Terraform asks for: its `aws_lambda_invocation` adds `tf` to the input (`lifecycle_scope = "CRUD"`). */
export interface ProviderRequest {
  action: 'create' | 'update' | 'delete';
  wanted: WantedProvider;
  /** The previous input, whether or not it succeeded; none on creation. */
  previous: Pick<WantedProvider, 'userPoolId' | 'providerName' | 'providerType'> | undefined;
}

const types = ['OIDC', 'Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'];
const secretKeys = ['client_secret', 'private_key'];

const identity: readonly Rule[] = [
  ['userPoolId', isText],
  ['providerName', isText],
  ['providerType', isOneOf(...types)],
];
const rules: readonly Rule[] = [
  ...identity,
  // A secret among the details would be in Terraform's state.
  [
    'details',
    (value) => isTextMap(value) && !Object.keys(value as object).some((key) => secretKeys.includes(key)),
  ],
  [
    'secretKeys',
    (value) =>
      isTextList(value) &&
      (value as string[]).length > 0 &&
      (value as string[]).every((key) => secretKeys.includes(key)),
  ],
  ['placeholder', isText],
  ['attributeMapping', isTextMap],
  ['idpIdentifiers', isTextList],
  ['revision', isText],
  ['tf', isRecord],
  ['tf.action', isOneOf('create', 'update', 'delete')],
];
const known = rules.map(([path]) => path);

/** Throws Denied (`malformed-event`, with a path and never a value) for anything but Terraform's request. */
export function providerRequest(event: unknown): ProviderRequest {
  assertShape(event, rules);
  const { tf, ...wanted } = event as WantedProvider & {
    tf: { action: ProviderRequest['action']; prev_input?: unknown };
  };
  if (Object.keys(wanted).some((key) => !known.includes(key)))
    throw new Denied('malformed-event', { path: 'event' });
  const before = tf.prev_input ?? undefined;
  if (before === undefined && tf.action === 'update')
    throw new Denied('malformed-event', { path: 'tf.prev_input' });
  if (before !== undefined) assertShape(before, identity);
  return { action: tf.action, wanted, previous: before as ProviderRequest['previous'] };
}
