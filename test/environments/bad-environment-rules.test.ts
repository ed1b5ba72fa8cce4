import { type Row, refuses } from './fixture';

// What checks across keys, files or environments refuse in an environment.
const relaxation = (protection: string) => ({ protection, reason: 'torn down every evening at six' });
const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`tags.tag-${i}`, 'x']));

refuses('test', [
  ['name unlike the file', { name: 'tset' }, 'name', 'tset', 'named "test.ts"', "write name: 'test'"],
  [
    'reserved word',
    { organization: 'lawson' },
    'organization',
    'lawson',
    'may not contain "aws"',
    'without "aws"',
  ],
  ['region twice', { 'regions.2': 'eu-west-1' }, 'regions[2]', 'eu-west-1', 'twice', 'remove one of the two'],
  [
    'subject twice',
    { 'pipeline.planSubjects': ['main', 'main'] },
    'pipeline.planSubjects[1]',
    'main',
    'twice',
    'remove one of the two',
  ],
  [
    'account id twice in one environment',
    { 'accounts.cells.id': '111111111111' },
    'accounts.cells.id',
    '111111111111',
    'account "identity" of environments/test.ts already has this account id',
    'its own AWS account',
  ],
  [
    'account id of another environment',
    { 'accounts.cells.id': '222222222222' },
    'accounts.cells.id',
    '222222222222',
    'account "identity" of environments/live.ts already has this account id',
    'its own AWS account',
  ],
  [
    'account with nothing in it',
    { 'accounts.spare': { id: '111111111119', flows: [] } },
    'accounts.spare',
    { id: '111111111119', flows: [] },
    'no flow and no cell',
    'give it a flow, name it in a cell, or remove it',
  ],
  [
    'flow in two accounts',
    { 'accounts.cells.flows': ['customer'] },
    'accounts.cells.flows',
    ['customer'],
    'is already in account "identity"',
    'remove "customer" from one of the two',
  ],
  [
    'cell in an unknown account',
    { 'cells.cell-02.account': 'cell' },
    'cells["cell-02"].account',
    'cell',
    'no such account',
    'did you mean "cells"? Use one of: "identity", "cells"',
  ],
  [
    'cell outside the regions',
    { 'cells.cell-02.regions': ['us-east-1'] },
    'cells["cell-02"].regions[0]',
    'us-east-1',
    'not in this region',
    'use one of: "eu-central-1", "eu-west-1"',
  ],
  [
    'more planned pools than the account may have',
    { 'cells.cell-01.capacity': 900, 'cells.cell-02.capacity': 101 },
    'accounts.cells',
    1001,
    '1001 user pools in eu-central-1; its quota is 1000',
    'userPoolQuota once AWS has raised it',
  ],
  [
    'pools of flows that leave no room for those of the cells',
    { 'cells.cell-02.account': 'identity', 'cells.cell-02.capacity': 998 },
    'accounts.identity',
    1001,
    'flows and cells of this account may need 1001 user pools',
    'userPoolQuota once AWS has raised it',
  ],
  [
    'access token that outlives the refresh token',
    { 'customer.tokens': { accessMinutes: 61, idMinutes: 60, refreshHours: 1 } },
    'customer.tokens.accessMinutes',
    61,
    'outlives the refresh token of 1 h',
    'at most 60 minutes',
  ],
  [
    'ID token that outlives the refresh token',
    { 'tenants.tokens': { accessMinutes: 60, idMinutes: 1440, refreshHours: 23 } },
    'tenants.tokens.idMinutes',
    1440,
    'outlives the refresh token of 23 h',
    'at most 1380 minutes',
  ],
  ...['deploy', 'operate', 'plan'].map((role): Row => {
    const name = `test-fleet-${role}`;
    const kind = `bootstrap role that the foundation makes itself: ${role}`;
    return [
      kind,
      { bootstrapRole: name },
      'bootstrapRole',
      name,
      'foundation itself creates',
      'exists in every account',
    ];
  }),
  [
    'tag that every resource has',
    { 'tags.Stack': 'x' },
    'tags.Stack',
    'Stack',
    'already',
    'rename or remove',
  ],
  [
    'tags differing in case',
    { 'tags.Owner': 'x' },
    'tags.Owner',
    'Owner',
    'only in case',
    'rename or remove',
  ],
  ['too many tags', many, 'tags', 41, 'too many tags', 'use at most 40'],
  [
    'relaxation of what is not protected',
    { relaxations: [relaxation('prevent-destroy')] },
    'relaxations[0].protection',
    'prevent-destroy',
    'no effect: only production',
    'remove it',
  ],
  [
    'relaxation twice',
    { relaxations: Array(2).fill(relaxation('point-in-time-recovery')) },
    'relaxations[1]',
    'point-in-time-recovery',
    'twice',
    'remove one of the two',
  ],
]);

refuses('live', [
  ['production without MFA', { 'tenants.mfa': 'OFF' }, 'tenants.mfa', 'OFF', 'requires MFA', "write 'ON' or"],
  [
    'MFA given up although every pool has it',
    { relaxations: [relaxation('mfa')] },
    'relaxations[0].protection',
    'mfa',
    'no effect: every pool has MFA',
    'remove it',
  ],
  [
    'production sends codes to localhost',
    { 'customer.callbackUrls.1': 'http://localhost:3000/in' },
    'customer.callbackUrls[1]',
    'http://localhost:3000/in',
    'anyone to a local address',
    'non-production environment',
  ],
  [
    'production sends people to a local address after sign-out',
    { 'customer.logoutUrls.1': 'https://127.0.0.1/out' },
    'customer.logoutUrls[1]',
    'https://127.0.0.1/out',
    'anyone to a local address',
    'non-production environment',
  ],
]);
