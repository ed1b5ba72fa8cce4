import type { Effect, Json } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { isUnknown } from './sides';

const textsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** IAM stores the URL without its scheme. */
const bareUrl = (url: unknown) =>
  String(url ?? '')
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '');

const added = (before: Json | undefined, after: Json | undefined) =>
  textsOf(after).filter((one) => !textsOf(before).includes(one));

/** OIDC providers, the CI system's or any other, whose tokens may be used to assume roles of this account. */
function oidc(change: PlannedResource, { loaded: { environment } }: EffectContext): Effect[] {
  const { before, after } = change;
  const { issuer, audience } = environment.pipeline;
  const found = (path: string, what: string): Effect => ({ id: 'pipeline-trust', what, path });
  // A new provider is compared with the environment's own, which its roles are meant to trust.
  const [oldUrl, oldAudiences] = before ? [before.url, before.client_id_list] : [issuer, [audience]];
  const audiences = added(oldAudiences, after?.client_id_list);
  // AWS fills in missing thumbprints, and checks certificates against its own authorities first.
  const prints = before ? added(before.thumbprint_list, after?.thumbprint_list) : [];
  return [
    ...(isUnknown(change, ['url']) || bareUrl(oldUrl) !== bareUrl(after?.url)
      ? [
          found(
            'url',
            `tokens of ${bareUrl(after?.url) || 'an unknown issuer'} would be trusted, now of ${bareUrl(oldUrl)}`,
          ),
        ]
      : []),
    ...(isUnknown(change, ['client_id_list']) || audiences.length > 0
      ? [
          found(
            'client_id_list',
            `tokens for ${audiences.join(', ') || 'an unknown audience'} would also be accepted`,
          ),
        ]
      : []),
    ...(prints.length > 0
      ? [found('thumbprint_list', `certificates with thumbprint ${prints.join(', ')} would also be trusted`)]
      : []),
  ];
}

/** Effects of a change to the account's trust in external tokens. */
export function federationEffects(change: PlannedResource, context: EffectContext): Effect[] {
  const { type, action, before, after } = change;
  if (after === undefined || action === 'none') return [];
  if (type === 'aws_iam_openid_connect_provider') return oidc(change, context);
  if (type !== 'aws_iam_saml_provider') return [];
  const metadata = 'saml_metadata_document';
  if (before && before[metadata] === after[metadata]) return [];
  const what = before
    ? 'another SAML metadata document would decide who signs in'
    : 'roles could trust a new SAML provider';
  return [{ id: 'trust-grows', what, path: metadata }];
}
