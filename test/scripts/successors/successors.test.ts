import { rewritten } from '../../../scripts/successors/copy';
import { differencesOf } from '../../../scripts/successors/differences';

const renamed = { cdktf: 'cdktn', '@cdktf/provider-aws': '@cdktn/provider-aws' };

test('imports get the new names, including subpaths, and nothing else does', () => {
  const source = `
import { App } from 'cdktf';
import tokens = require("cdktf/lib/_tokens");
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
const file = 'cdktf.out';`;
  expect(rewritten(source, renamed)).toBe(`
import { App } from 'cdktn';
import tokens = require("cdktn/lib/_tokens");
import { IamRole } from '@cdktn/provider-aws/lib/iam-role';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
const file = 'cdktf.out';`);
  expect(rewritten(source, {})).toBe(source);
});

test('a difference is reported once, with its count', () => {
  const stack = (name: string, days: number, extra = {}) => ({
    resource: {
      aws_cloudwatch_log_group: { [name]: { retention_in_days: days, tags: ['a', 'b'], ...extra } },
    },
  });
  const ours = { one: stack('a', 14), two: stack('b', 14), three: stack('c', 30), gone: {} };
  const theirs = { one: stack('a', 7), two: stack('b', 7), three: stack('c', 30, { region: 'eu' }) };
  const path = 'resource.aws_cloudwatch_log_group.*';
  expect(differencesOf(ours, theirs)).toEqual([
    { path: `${path}.retention_in_days`, ours: '14', theirs: '7', count: 2 },
    { path: `${path}.region`, ours: 'nothing', theirs: '"eu"', count: 1 },
    { path: '', ours: '{}', theirs: 'nothing', count: 1 },
  ]);
  expect(differencesOf(ours, ours)).toEqual([]);
});

test('a list is not an object, and null is not undefined', () => {
  expect(differencesOf({ a: { b: [], c: null } }, { a: { b: {} } })).toEqual([
    { path: 'b', ours: '[]', theirs: '{}', count: 1 },
    { path: 'c', ours: 'null', theirs: 'nothing', count: 1 },
  ]);
});
