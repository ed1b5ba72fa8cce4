import {
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { StackModel } from '../../../scripts/review/model';
import { updateWithout } from '../../../scripts/rollout/pool-update';
import type { Fleet } from '../memory/small-fleets';
import { ok } from './fleet';
import { cognitoOf } from './operator';

/** The services' pool gets deletion protection by hand. */
export function handmadeDrift(of: () => Fleet): void {
  test('only what was changed by hand is drift', async () => {
    const drift = (stacks: string) => of().run('drift', '--env', 'staging', '--stack', stacks, '--json');
    const status = await of().run('status', '--env', 'staging', '--stack', 'data', '--json');
    const { stacks } = JSON.parse(ok(status).stdout);
    expect(stacks.map(({ stack, state }: Record<string, string>) => [stack, state])).toEqual([
      ['data', 'current'],
    ]);

    const untouched = JSON.parse(ok(await drift('data,machine')).stdout);
    expect(untouched).toMatchObject({ drifted: false, reach: { stacks: { planned: 2, changed: 0 } } });

    const cognito = cognitoOf(of().place);
    const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    const { Id: UserPoolId } = UserPools.find(({ Name }) => Name === 'staging-machine') ?? {};
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    await cognito.send(
      new UpdateUserPoolCommand(
        updateWithout({ ...(UserPool as UserPoolType), DeletionProtection: 'ACTIVE' }, []),
      ),
    );
    cognito.destroy();
    const { code, stdout } = await drift('machine');
    expect(code).toBe(3);
    const { model } = JSON.parse(stdout);
    const changed = model.stacks.flatMap(({ changes }: StackModel) => changes);
    expect(changed).toMatchObject([
      {
        address: 'aws_cognito_user_pool.machine_pool',
        section: 'drift',
        attributes: [{ path: 'deletion_protection', before: 'INACTIVE', after: 'ACTIVE' }],
        effects: [{ id: 'guarded-drift' }],
      },
    ]);
  });
}
