import { tenantOfAlias } from '../../../functions/shared/tenants/alias';

const tenantOf = (invokedFunctionArn: string) => tenantOfAlias({ invokedFunctionArn });
const arn = 'arn:aws:lambda:eu-central-1:111111111111:function:dev-cell-01-hook';

it('the tenant is the alias that the pool called', () => {
  expect(tenantOf(`${arn}:acme`)).toBe('acme');
  expect(tenantOf(`${arn.replace('arn:aws:', 'arn:aws-cn:')}:acme-2`)).toBe('acme-2');
});

it.each([
  [arn],
  [`${arn}:`],
  [`${arn}:$LATEST`],
  [''],
  ['acme'],
  ['a:b:c:d:e:f:g:acme'],
  [`${arn.replace(':lambda:', ':states:')}:acme`],
  [`${arn.replace(':function:', ':layer:')}:acme`],
])('there is none in %j', (called) => {
  expect(() => tenantOf(called)).toThrow(expect.objectContaining({ reason: 'alias-missing' }));
});
