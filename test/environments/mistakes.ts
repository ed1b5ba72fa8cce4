import { formatPath } from '../../environments/problems';
import { fileOf, set, type Tree, tenant } from './fixture';

/** One mistake in `fullTree`, and where it is reported. */
export interface Mistake {
  kind: string;
  file: string;
  path: string;
  make(tree: Tree): void;
}

type Row = [kind: string, name: string, at: string, value: unknown];

const inEnvironments: Row[] = [
  ['unknown key', 'live', 'colour', 'red'],
  ['missing key', 'live', 'alarmTopic', undefined],
  ['wrong type', 'live', 'bootstrapRole', 1],
  ['none of the choices', 'live', 'logRetentionDays', 2],
  ['wildcard in a subject', 'live', 'pipeline.planSubjects.0', 'repo:*'],
  ['production without MFA', 'live', 'customer.mfa', 'OFF'],
  ['text messages alone in production', 'live', 'customer.mfaMethods', ['sms']],
  ['local address in production', 'live', 'internal.logoutUrls.1', 'http://localhost/'],
  ['overlapping waves in production', 'live', 'rollout.wavesOverlap', true],
  ['gates that look at nothing', 'test', 'rollout.gates', { alarms: [] }],
  ['no database in a region', 'live', 'customer.databases.eu-west-1', undefined],
  ['account id of another environment', 'test', 'accounts.identity.id', '222222222222'],
  ['account with nothing in it', 'test', 'accounts.spare', { id: '111111111119', flows: [] }],
  ['tag that every resource has', 'test', 'tags.stack', 'x'],
  ['cell in an unknown account', 'test', 'cells.cell-02.account', 'cell'],
  ['passkeys of a domain not ours', 'test', 'customer.passkeys.relyingPartyId', 'example.org'],
  ['secret shared by two providers', 'test', 'customer.socialProviders.amazon.secretName', 'fleet/google'],
  [
    'right that turns into more rights',
    'test',
    'customer.identityPool.roles.0.statements.0.actions.0',
    'iam:PassRole',
  ],
  ['session tag of no attribute', 'test', 'internal.identityPool.sessionTags.team', 'custom:team'],
  ['another organisation of Okta', 'test', 'internal.okta.app.organization', 'other'],
  ['scope twice', 'test', 'machine.resourceServers.0.scopes.1', { name: 'read', description: 'Again' }],
  ['denial kept for longer than a permission', 'test', 'edge.decisions.denySeconds', 60],
  ['parameter that the path does not have', 'test', 'edge.routes.0.resource.id.path', 'paiment'],
  ['token for longer than a day', 'test', 'tenants.tokens.idMinutes', 1441],
];

const inTenants: Row[] = [
  ['unknown cell', 'test/acme', 'cells.eu-central-1', 'cell-09'],
  ['callback URL of customers', 'test/acme', 'callbackUrls.1', 'https://pay.test.example.com/in'],
  ['unknown protocol', 'test/acme', 'identityProvider.type', 'ldap'],
  ['colour by its name', 'test/acme', 'branding.primaryColor', 'navy'],
  ['part of the token lifetimes', 'test/acme', 'tokens.idMinutes', undefined],
  ['domain of our staff', 'test/globex', 'identityProvider.domains.0', 'staff.example.com'],
  [
    'certificate of another region',
    'test/globex',
    'customDomain.certificateArn',
    'arn:aws:acm:eu-central-1:111111111110:certificate/00000000-0000-0000-0000-000000000000',
  ],
  ['id unlike the file', 'live/acme', 'id', 'akme'],
];

const inServices: Row[] = [
  ['unknown key, which may hold a secret', 'test/billing', 'clientSecret', 'hunter2'],
  ['limit as a string', 'test/billing', 'rateLimit', '50'],
  ['scope of no resource server', 'test/billing', 'scopes.0', 'cards/read'],
  ['every operation', 'test/ledger', 'allowedOps.0', '*'],
  ['policy store of no kind', 'test/ledger', 'policyStore', 'private'],
  ['name of another service', 'test/ledger', 'name', 'Billing'],
];

const inFolders: Mistake[] = [
  {
    kind: 'word that no sign-in domain may hold',
    file: 'environments/live/tenants/awsome.json',
    path: 'id',
    make: ({ tenants }) => {
      tenants['live/awsome'] = tenant('live', 'awsome');
    },
  },
  ...[
    { kind: 'broken JSON', file: 'environments/live/tenants/hooli.json' },
    { kind: 'file that nobody reads', file: 'environments/live/tenants/hooli.yaml' },
    { kind: 'schema beside a tenant', file: 'environments/test/tenants/acme/schema.cedarschema' },
    { kind: 'policy that is none', file: 'environments/test/tenants/acme/open.cedar' },
    { kind: 'golden decisions that are none', file: 'environments/live/tenants/acme/decisions.json' },
  ].map(({ kind, file }) => ({
    kind,
    file,
    path: '',
    make: ({ files }: Tree) => {
      files[file] = '{';
    },
  })),
  {
    kind: 'group that the tenant does not have',
    file: 'environments/test/tenants/globex/open.cedar',
    path: '',
    make: ({ files }) => {
      files['environments/test/tenants/globex/open.cedar'] =
        'permit (principal in Payments::Group::"{user_pool_id}|nobody", action, resource);';
    },
  },
  ...[
    { kind: 'policies of no tenant', file: 'environments/live/tenants/initech' },
    { kind: 'policies of a service that shares its store', file: 'environments/live/services/ledger' },
  ].map(({ kind, file }) => ({
    kind,
    file,
    path: '',
    make: ({ files }: Tree) => {
      files[`${file}/quiet.cedar`] =
        'forbid (principal, action == Payments::Action::"postEntry", resource == Payments::Ledger::"closed");';
    },
  })),
];

const pathOf = (at: string) =>
  formatPath(at.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key)));

/** Kinds of mistakes, none of which hides or causes another: they can be made alone, or all at once. */
export const mistakes: readonly Mistake[] = [
  ...[...inEnvironments, ...inTenants, ...inServices].map(([kind, name, at, value]) => ({
    kind,
    file: fileOf(name),
    path: pathOf(at),
    make: (tree: Tree) => set(tree, name, at, value),
  })),
  ...inFolders,
];
