import { Sesv2ConfigurationSet } from '@cdktf/provider-aws/lib/sesv2-configuration-set';
import { Sesv2EmailIdentity } from '@cdktf/provider-aws/lib/sesv2-email-identity';
import { Fn, TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { emailOf } from '../environments/mailing';
import { FleetStack, type Target } from './fleet-stack';
import { protections } from './protection';

/** Regions whose DKIM keys SES publishes under a regional domain (AWS General Reference, "DKIM domains" of SES). */
const ownDkimDomain = [
  'af-south-1',
  'ap-northeast-3',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'il-central-1',
  'me-central-1',
];

/** Easy DKIM gives every identity three keys, so that SES can rotate them one by one. */
const keys = [0, 1, 2];

/**
 * The SES resources that a target's user pools send from, if we create them. A separate stack, and the first after the
 * foundation: the identity needs a person to add its DNS records, and no pool may own it, since all pools of
 * the target share it (docs/decisions/0020-e-mail.md).
 */
export class EmailStack extends FleetStack {
  constructor(scope: Construct, { target }: { target: Target }) {
    super(scope, 'email', { target });
    const { environment, account, region } = target;
    const { identity, configurationSet } = emailOf(environment, account, region);
    if (configurationSet)
      new Sesv2ConfigurationSet(this, 'configuration-set', {
        configurationSetName: configurationSet,
        // The mails contain codes and temporary passwords: they are not sent to mail servers without TLS.
        deliveryOptions: { tlsPolicy: 'REQUIRE' },
        reputationOptions: { reputationMetricsEnabled: true },
        suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      });
    if (!identity) return;
    const { dkimSigningAttributes } = new Sesv2EmailIdentity(this, 'identity', {
      emailIdentity: identity,
      dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' },
      // If recreated, it has to be verified again, and no mail is sent until then.
      lifecycle: { preventDestroy: protections(environment).preventDestroy },
    });
    const zone = ownDkimDomain.includes(region) ? `dkim.${region}.amazonses.com` : 'dkim.amazonses.com';
    new TerraformOutput(this, 'dkim_records', {
      value: keys.map((index) => {
        const token = Fn.element(dkimSigningAttributes.tokens, index);
        return { name: `${token}._domainkey.${identity}`, type: 'CNAME', value: `${token}.${zone}` };
      }),
    });
  }
}
