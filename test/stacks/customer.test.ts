import { customer } from './synthesized';

test('what runs against customers can be found by the outputs', () => {
  expect(Object.keys(customer().output ?? {}).sort()).toEqual([
    'policy_store_id',
    'probe_client_id',
    'user_pool_id',
    'web_client_id',
  ]);
});

test('the customer stack', () => {
  expect(customer()).toMatchSnapshot();
});
