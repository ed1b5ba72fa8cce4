import type { Challenge, Client, Pool } from '../../../local/cognito/model';
import { State } from '../../../local/cognito/state';

const pool = {
  id: 'eu-central-1_Abc',
  account: '111111111111',
  region: 'eu-central-1',
  clients: new Map([['c', { ClientId: 'c', UserPoolId: 'eu-central-1_Abc' } as Client]]),
} as Pool;

function withPool(): State {
  const state = new State();
  state.pools.set(pool.id, pool);
  return state;
}

test('a pool exists for its own account and region only', () => {
  const state = withPool();
  expect(state.pool(pool.id, { account: '111111111111', region: 'eu-central-1' })).toBe(pool);
  const missing = `User pool ${pool.id} does not exist.`;
  for (const place of [
    { account: '222222222222', region: 'eu-central-1' },
    { account: '111111111111', region: 'eu-west-1' },
  ])
    expect(() => state.pool(pool.id, place)).toThrow(missing);
});

test('deleting a pool deletes its clients and open challenges, and no others', () => {
  const state = withPool();
  const challenge = (poolId: string) => ({ poolId }) as Challenge;
  state.challenges.set('its', challenge(pool.id)).set('other', challenge('eu-central-1_Other'));
  expect(state.byClient('c').pool).toBe(pool);
  state.deletePool(pool);
  expect(() => state.byClient('c')).toThrow('User pool client c does not exist.');
  expect([...state.challenges.keys()]).toEqual(['other']);
});
