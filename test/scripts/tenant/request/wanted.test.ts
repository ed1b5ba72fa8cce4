import { formatProblems } from '../../../../environments/problems';
import { draftsFromJson } from '../../../../scripts/tenant/request/from-json';
import { asked, csv, lines, row } from './asked';

const hooli = {
  id: 'hooli',
  name: 'Hooli',
  regions: ['eu-west-1', 'eu-central-1'],
  callbackUrls: ['https://hooli.example.com/in'],
  logoutUrls: ['https://hooli.example.com/out'],
  groups: ['admins', 'viewers'],
  administrator: 'ada@hooli.example',
};
const json = (value: unknown) => draftsFromJson('new.json', JSON.stringify(value, null, 2));
const provider = {
  type: 'oidc',
  domains: ['hooli.example'],
  attributes: { email: 'email' },
  issuer: 'https://hooli.okta.example',
  clientId: 'fleet',
  secretName: 'fleet/tenants/hooli',
  scopes: ['openid', 'email'],
};

describe('a requested tenant', () => {
  test('gets its file, with cells in the order of regions, and its administrator', () => {
    const { wanted } = asked(json(hooli));
    expect(wanted).toHaveLength(1);
    expect(wanted[0]?.file?.path).toBe('environments/test/tenants/hooli.json');
    expect(wanted[0]?.file?.text).toBe(`{
  "$schema": "../../tenant.schema.json",
  "id": "hooli",
  "name": "Hooli",
  "status": "active",
  "cells": {
    "eu-central-1": "cell-01",
    "eu-west-1": "cell-01"
  },
  "callbackUrls": ["https://hooli.example.com/in"],
  "logoutUrls": ["https://hooli.example.com/out"],
  "groups": ["admins", "viewers"]
}
`);
    expect(wanted[0]?.administrator).toEqual({ email: 'ada@hooli.example', group: 'admins' });
  });

  test('signs in at its own provider without an administrator, and may name none', () => {
    const { administrator: _, ...own } = { ...hooli, identityProvider: provider };
    expect(asked(json(own)).wanted[0]).not.toHaveProperty('administrator');
    expect(lines(asked(json({ ...own, administrator: 'ada@hooli.example' })))).toEqual([
      'new.json:34 administrator no one is invited: users of this tenant sign in only at its own identity provider',
    ]);
    expect(asked(json({ ...own, selfSignUp: true, administrator: 'ada@hooli.example' })).problems).toEqual(
      [],
    );
  });

  test('that already exists continues, as its file says, and is not written again', () => {
    const { wanted, problems } = asked(json({ id: 'acme', administrator: 'ada@acme.example' }));
    expect(problems).toEqual([]);
    expect(wanted).toMatchObject([{ tenant: { id: 'acme' }, administrator: { group: 'admins' } }]);
    expect(wanted[0]).not.toHaveProperty('file');
    const same = { id: 'acme', regions: ['eu-west-1', 'eu-central-1'], cell: 'cell-01', name: 'acme' };
    expect(asked(json({ ...same, administrator: 'ada@acme.example' })).problems).toEqual([]);
  });

  test('that already exists is not changed', () => {
    const other = { id: 'acme', administrator: 'ada@acme.example', name: 'Acme', regions: ['eu-central-1'] };
    expect(lines(asked(json(other)))).toEqual([
      'new.json:4 name the tenant exists, but its file differs',
      'new.json:5 regions the tenant exists, but its file differs',
    ]);
  });

  test('that is suspended does not continue', () => {
    const suspended = asked(json({ id: 'acme', administrator: 'ada@acme.example' }), (tree) => {
      tree.tenants['test/acme'].status = 'suspended';
    });
    expect(lines(suspended)).toEqual(['new.json:2 id the tenant is suspended']);
  });
});

describe('bad input', () => {
  test('gives every problem with its line, and no tenant at all', () => {
    const long = 'x'.repeat(3000);
    const result = asked(
      csv(
        row('good'),
        row('unknown-region', { regions: 'eu-central-1 eu-north-1' }),
        row('Acme'),
        row('acmе', {
          administrator: 'ada@acme.example',
          callbackUrls: 'https://a',
          logoutUrls: 'https://a',
        }),
        row('g1obex'),
        row('good'),
        row('long', { name: long }),
        row('taken', { callbackUrls: 'https://acme.test.example.com/in' }),
        row('mail', { administrator: 'nobody' }),
        row('group', { groups: 'viewers' }),
        row('', { name: 'nobody', administrator: 'ada@acme.example' }),
      ),
    );
    expect(lines(result)).toEqual([
      'new.csv:3 regions[1] the environment is not in this region',
      'new.csv:4 id environments/test/tenants/acme.json already has this id, in another case',
      expect.stringMatching(/^new\.csv:4 id has the wrong form/),
      expect.stringMatching(/^new\.csv:5 id has the wrong form.*Cyrillic\), which looks like "e"/),
      'new.csv:6 id looks like "globex" of environments/test/tenants/globex.json',
      'new.csv:7 id new.csv:2 has this id already',
      'new.csv:8 name is too long',
      'new.csv:9 callbackUrls environments/test/tenants/acme.json already has this callback URL',
      'new.csv:10 administrator has the wrong form',
      'new.csv:11 groups the administrator\'s group "admins" is not one of the tenant\'s',
      'new.csv:12 id is missing',
    ]);
    expect(result.wanted).toEqual([]);
    expect(result.problems.at(-1)?.remedy).toBe('fill in the column id');
    // No one wants to read three thousand characters.
    expect(formatProblems(result.problems)).not.toContain(long);
  });

  test('includes conflicts between drafts: a domain, a callback URL, an id that looks alike', () => {
    const domain = (id: string) => ({
      ...hooli,
      regions: ['eu-central-1'],
      id,
      callbackUrls: [`https://${id}.example.com/in`],
      customDomain: {
        domain: 'login.hooli.example',
        certificateArn: 'arn:aws:acm:us-east-1:111111111110:certificate/0d1e5f0a-1111-4c5b-9d7e-101010101011',
      },
    });
    expect(asked(json([domain('hooli')])).problems).toEqual([]);
    expect(lines(asked(json([domain('hooli'), domain('stark')])))).toEqual([
      'new.json:41 [1].customDomain new.json already has this custom domain',
    ]);
    expect(lines(asked(csv(row('warner'), row('wamer'))))).toEqual([
      'new.csv:3 id looks like "warner" of new.csv:2',
    ]);
  });

  test('includes a full cell, or too many tenants in one source, each with its line', () => {
    const full = (tree: {
      environments: Record<string, { cells: Record<string, { capacity: number }> }>;
    }) => {
      (tree.environments.test?.cells['cell-02'] as { capacity: number }).capacity = 1;
    };
    expect(lines(asked(csv(row('one'), row('two'), row('three')), full))).toEqual([
      'new.csv:4 regions no account has a cell with room in the region; eu-central-1: cell-01 of cells holds 3 of 3, cell-02 of cells holds 1 of 1',
    ]);
    const { cell, ...own } = { ...hooli, cell: 'cell-01' };
    expect(
      lines(asked(json([own, { ...own, id: 'stark', cell, callbackUrls: ['https://stark.example.com'] }]))),
    ).toEqual([
      expect.stringContaining(
        'new.json:24 [1].regions no account has a cell with room in each region; eu-central-1: cell-01',
      ),
    ]);
  });

  test('includes invalid JSON, and JSON that is not an object', () => {
    expect(lines(asked(draftsFromJson('new.json', '{"id": }')))).toEqual([
      expect.stringContaining('new.json:1  is not valid JSON'),
    ]);
    expect(lines(asked(json([])))).toEqual([expect.stringContaining('has no tenant')]);
    expect(lines(asked(json(['acme'])))).toEqual([expect.stringContaining('new.json:2 [0] is no tenant')]);
    expect(lines(asked(json({ ...hooli, cells: {} })))).toEqual([
      expect.stringContaining('new.json:19 cells unknown key'),
    ]);
  });

  test('of ten thousand rows is refused row by row once there is no more room', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => row(`t-${index}`));
    const { problems, wanted } = asked(csv(...rows));
    // cell-02 has room for 900, and cell-01 for one besides acme and globex.
    expect(problems.map(({ line }) => line)).toEqual(
      Array.from({ length: 9_099 }, (_, index) => 903 + index),
    );
    expect(problems.every(({ message }) => message.startsWith('no account has a cell'))).toBe(true);
    expect(wanted).toEqual([]);
  });
});
