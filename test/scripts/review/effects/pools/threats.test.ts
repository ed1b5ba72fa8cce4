import { pool, risk } from '../full';
import { ids, planned, seesWeakening, type Weakening } from '../planned';

const type = 'aws_cognito_user_pool';
const level = (name: string) => `account_takeover_risk_configuration.actions.${name}_action.event_action`;

test.each<Weakening>([
  [
    level('high'),
    'BLOCK',
    'MFA_REQUIRED',
    'threat-protection-lowered',
    /high risk would meet MFA_REQUIRED, now BLOCK/,
  ],
  [level('medium'), 'MFA_REQUIRED', 'MFA_IF_CONFIGURED', 'threat-protection-lowered', /medium risk/],
  [level('low'), 'MFA_IF_CONFIGURED', 'NO_ACTION', 'threat-protection-lowered', /low risk/],
  [
    'compromised_credentials_risk_configuration.actions.event_action',
    'BLOCK',
    'NO_ACTION',
    'threat-protection-lowered',
    'passwords that leaked elsewhere would meet NO_ACTION, now BLOCK',
  ],
  [
    'compromised_credentials_risk_configuration.event_filter',
    [],
    ['SIGN_IN'],
    'threat-protection-lowered',
    /SIGN_UP/,
  ],
  [
    'risk_exception_configuration.blocked_ip_range_list',
    ['192.0.2.0/24'],
    [],
    'threat-protection-lowered',
    /192/,
  ],
  [
    'risk_exception_configuration.skipped_ip_range_list',
    [],
    ['192.0.2.0/24'],
    'threat-protection-lowered',
    /192/,
  ],
])('risks: %s from %j to %j', (...row) => seesWeakening('aws_cognito_risk_configuration', risk, row));

test('removed threat protection counts if the pool stays, and not if it is removed too', () => {
  const removed = ['aws_cognito_risk_configuration', risk, undefined, {}] as const;
  expect(ids(...removed)).toEqual(['threat-protection-lowered']);
  expect(ids(...removed, [planned(type, pool, undefined)])).toEqual([]);
  expect(ids(...removed, [planned(type, { ...pool, id: 'another' }, undefined)])).toEqual([
    'threat-protection-lowered',
  ]);
});
