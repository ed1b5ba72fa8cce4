import { jsonBody, ownRequest } from '../forward';
import type { Place } from '../place';
import type { AwsRequest, AwsResponse, Forward } from '../service';
import type { PolicyDocument } from './policy';

/** Answers a request without evaluating permissions: from the whole local AWS, including our own services. */
export type Ask = (request: AwsRequest) => Promise<AwsResponse>;

/** What policies can check about a KMS key. */
export interface Key {
  arn: string;
  /** Such as `alias/dev-tfstate`. */
  aliases: string[];
  /** For AWS managed keys, it lets everyone in the account use the key through its service. */
  policy: PolicyDocument;
}

const form = (service: string, { account, region }: Place, Action: string, fields: Record<string, string>) =>
  ownRequest(
    { service, account, region: service === 'iam' ? 'us-east-1' : region },
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Version: '2010-05-08', Action, ...fields }).toString(),
    },
  );

const field = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

/** Policy of an AWS managed key: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk */
const managedKeyPolicy = (service: string, { account, region }: Place): PolicyDocument => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'kms:CreateGrant',
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey*',
        'kms:ReEncrypt*',
      ],
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:ViaService': `${service}.${region}.amazonaws.com`,
          'kms:CallerAccount': account,
        },
      },
    },
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
      Resource: '*',
    },
  ],
});

/** Services whose resources' tags policies check, with the operation that lists them. */
const taggers: Readonly<Record<string, { target: string; member: string }>> = {
  'cognito-idp': { target: 'AWSCognitoIdentityProviderService.ListTagsForResource', member: 'ResourceArn' },
  'cognito-identity': { target: 'AWSCognitoIdentityService.ListTagsForResource', member: 'ResourceArn' },
  verifiedpermissions: { target: 'VerifiedPermissions.ListTagsForResource', member: 'resourceArn' },
};

/** What the local AWS knows of the resources that requests and policies name. */
export class Facts {
  /** @param forward to moto; @param ask to the whole local AWS */
  constructor(
    private readonly forward: Forward,
    private readonly ask: Ask,
  ) {}

  private async json(target: string, service: string, place: Place, input: object): Promise<unknown> {
    const { account, region } = place;
    const answer = await this.ask(
      ownRequest({ service, account, region }, { target, body: JSON.stringify(input) }),
    );
    return answer.status === 200 ? jsonBody(answer) : undefined;
  }

  /** A role's ARN, with its path; undefined if there is none. */
  async role(
    place: Place,
    RoleName: string,
  ): Promise<{ arn: string; boundary: string | undefined } | undefined> {
    const answer = await this.forward(form('iam', place, 'GetRole', { RoleName }));
    const xml = String(answer.body);
    const arn = answer.status === 200 ? field(xml, 'Arn') : undefined;
    return arn ? { arn, boundary: field(xml, 'PermissionsBoundaryArn') } : undefined;
  }

  /** Whether the account has a service-linked role with that name. */
  hasServiceRole = async (place: Place, name: string): Promise<boolean> =>
    (await this.role(place, name)) !== undefined;

  /** Creates a service-linked role, as the service does when first used in the account. */
  async makeServiceRole(place: Place, service: string): Promise<void> {
    await this.forward(form('iam', place, 'CreateServiceLinkedRole', { AWSServiceName: service }));
  }

  /** A key by id, ARN or alias; undefined if there is none. */
  async key(place: Place, KeyId: string): Promise<Key | undefined> {
    const described = (await this.json('TrentService.DescribeKey', 'kms', place, { KeyId })) as
      | { KeyMetadata: { Arn: string; KeyId: string } }
      | undefined;
    if (!described) return undefined;
    const { Arn: arn, KeyId: id } = described.KeyMetadata;
    const listed = (await this.json('TrentService.ListAliases', 'kms', place, { KeyId: id })) as
      | { Aliases: { AliasName: string }[] }
      | undefined;
    const aliases = (listed?.Aliases ?? []).map(({ AliasName }) => AliasName);
    const [, service] =
      [KeyId, ...aliases].map((one) => /alias\/aws\/([\w-]+)$/.exec(one)).find(Boolean) ?? [];
    if (service) return { arn, aliases: [`alias/aws/${service}`], policy: managedKeyPolicy(service, place) };
    const { Policy } = (await this.json('TrentService.GetKeyPolicy', 'kms', place, {
      KeyId: id,
      PolicyName: 'default',
    })) as { Policy: string };
    return { arn, aliases, policy: JSON.parse(Policy) };
  }

  /** The key that encrypts a bucket's objects; undefined for S3's own. */
  async bucketKey(place: Place, bucket: string): Promise<string | undefined> {
    const { account, region } = place;
    const answer = await this.ask(
      ownRequest({ service: 's3', account, region }, { method: 'GET', path: `/${bucket}?encryption` }),
    );
    return answer.status === 200 ? field(String(answer.body), 'KMSMasterKeyID') : undefined;
  }

  /** A bucket's policy. */
  async bucketPolicy({ account, region }: Place, bucket: string): Promise<PolicyDocument | undefined> {
    const request = ownRequest(
      { service: 's3', account, region },
      { method: 'GET', path: `/${bucket}?policy` },
    );
    const answer = await this.ask(request);
    return answer.status === 200 ? JSON.parse(String(answer.body)) : undefined;
  }

  /** The resource policy of a function, or of one of its aliases. */
  async functionPolicy(
    { account, region }: Place,
    name: string,
    qualifier?: string,
  ): Promise<PolicyDocument | undefined> {
    const query = qualifier ? `?Qualifier=${encodeURIComponent(qualifier)}` : '';
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}/policy${query}`;
    const answer = await this.forward(
      ownRequest({ service: 'lambda', account, region }, { method: 'GET', path }),
    );
    return answer.status === 200 ? JSON.parse(jsonBody(answer).Policy) : undefined;
  }

  /** A secret: its ARN, its key, and its policy; undefined if there is none. */
  async secret(
    place: Place,
    SecretId: string,
  ): Promise<{ arn: string; key?: string; policy?: PolicyDocument } | undefined> {
    const described = (await this.json('secretsmanager.DescribeSecret', 'secretsmanager', place, {
      SecretId,
    })) as { ARN: string; KmsKeyId?: string } | undefined;
    if (!described) return undefined;
    const own = (await this.json('secretsmanager.GetResourcePolicy', 'secretsmanager', place, {
      SecretId,
    })) as { ResourcePolicy?: string } | undefined;
    const { ARN: arn, KmsKeyId: key } = described;
    return {
      arn,
      ...(key && { key }),
      ...(own?.ResourcePolicy && { policy: JSON.parse(own.ResourcePolicy) }),
    };
  }

  /** The key that encrypts a table; undefined if DynamoDB owns it. */
  async tableKey(place: Place, TableName: string): Promise<string | undefined> {
    const found = (await this.json('DynamoDB_20120810.DescribeTable', 'dynamodb', place, { TableName })) as
      | { Table: { SSEDescription?: { Status?: string; KMSMasterKeyArn?: string } } }
      | undefined;
    const encryption = found?.Table.SSEDescription;
    if (!encryption || encryption.Status === 'DISABLED') return undefined;
    return encryption.KMSMasterKeyArn ?? 'alias/aws/dynamodb';
  }

  /** Tags of a resource; none for services whose tags no policy checks. */
  async tagsOf(arn: string): Promise<Record<string, string>> {
    const [, , service = '', region = '', account = ''] = arn.split(':');
    const tagger = taggers[service];
    if (!tagger) return {};
    const place = { account, region: region || 'us-east-1' };
    const found = (await this.json(tagger.target, service, place, { [tagger.member]: arn })) as
      | { Tags?: Record<string, string>; tags?: Record<string, string> }
      | undefined;
    return found?.Tags ?? found?.tags ?? {};
  }
}
