import { type Importable, one, tagMap } from '../kind';

const missing = ['NoSuchEntityException', 'NoSuchEntity'];

const role: Importable = {
  by: 'name',
  found: 'GetRole',
  unique: 'name; its tags are ours',
  format: 'role name',
  importId: ({ name }) => String(name),
  async find(look) {
    const RoleName = await look.text('name');
    const { sdk, client } = await look.use('iam');
    const answer = await look.ask(
      'iam:GetRole',
      () => client.send(new sdk.GetRoleCommand({ RoleName })),
      missing,
    );
    const { Arn = '', Tags } = answer?.Role ?? {};
    return one(answer && { id: RoleName, name: RoleName, arn: Arn }, tagMap(Tags));
  },
};

const rolePolicy: Importable = {
  by: 'name',
  found: 'GetRolePolicy',
  unique: 'name in its role',
  format: 'role name:policy name',
  importId: ({ role, name }) => `${role}:${name}`,
  async find(look) {
    const [RoleName, PolicyName] = await Promise.all([look.text('role'), look.text('name')]);
    const { sdk, client } = await look.use('iam');
    const answer = await look.ask(
      'iam:GetRolePolicy',
      () => client.send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName })),
      missing,
    );
    return one(answer && { role: RoleName, name: PolicyName });
  },
};

const policy: Importable = {
  by: 'name',
  found: 'GetPolicy',
  unique: 'name; its tags are ours',
  format: 'policy ARN',
  importId: ({ arn }) => String(arn),
  async find(look) {
    const [name, path = '/'] = await Promise.all([look.text('name'), look.optional('path')]);
    const arn = `arn:aws:iam::${look.accountId}:policy${path}${name}`;
    const { sdk, client } = await look.use('iam');
    const answer = await look.ask(
      'iam:GetPolicy',
      () => client.send(new sdk.GetPolicyCommand({ PolicyArn: arn })),
      missing,
    );
    return one(answer && { id: arn, arn, name }, tagMap(answer?.Policy?.Tags));
  },
};

const attachment: Importable = {
  by: 'name',
  found: 'ListAttachedRolePolicies',
  unique: 'its role and policy',
  format: 'role name/policy ARN',
  importId: ({ role, policy_arn }) => `${role}/${policy_arn}`,
  async find(look) {
    const [RoleName, policyArn] = await Promise.all([look.text('role'), look.text('policy_arn')]);
    const attached = await look.once(`policies of ${RoleName}`, async () => {
      const { sdk, client } = await look.use('iam');
      const arns: (string | undefined)[] = [];
      await look.ask(
        'iam:ListAttachedRolePolicies',
        async () => {
          for await (const page of sdk.paginateListAttachedRolePolicies({ client }, { RoleName }))
            arns.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn));
        },
        missing,
      );
      return arns;
    });
    return one(attached.includes(policyArn) ? { role: RoleName, policy_arn: policyArn } : undefined);
  },
};

const openidProvider: Importable = {
  by: 'name',
  found: 'GetOpenIDConnectProvider',
  unique: 'issuer; an account has each once, and its tags are ours',
  format: 'provider ARN',
  importId: ({ arn }) => String(arn),
  async find(look) {
    const issuer = (await look.text('url')).replace(/^https:\/\//, '');
    const arn = `arn:aws:iam::${look.accountId}:oidc-provider/${issuer}`;
    const { sdk, client } = await look.use('iam');
    const answer = await look.ask(
      'iam:GetOpenIDConnectProvider',
      () => client.send(new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
      missing,
    );
    return one(answer && { id: arn, arn }, tagMap(answer?.Tags));
  },
};

export const roles = {
  aws_iam_role: role,
  aws_iam_role_policy: rolePolicy,
  aws_iam_policy: policy,
  aws_iam_role_policy_attachment: attachment,
  aws_iam_openid_connect_provider: openidProvider,
};
