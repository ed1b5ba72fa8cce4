import { exitCodes } from '../../../scripts/cli/errors';
import { refuseUnfit } from '../../../scripts/quotas/unfit';

const account = (roleQuota?: number) => ({ id: '010101010101', flows: [], ...(roleQuota && { roleQuota }) });
const load = (name: string, aws_iam_role: number) => ({ account: name, resources: { aws_iam_role } });

test('more roles than IAM allows are refused, account by account, all at once', () => {
  const accounts = { a: account(), b: account(), c: account(1200) };
  const fits = [load('a', 600), load('a', 400), load('b', 1000), load('c', 1200)];
  expect(() => refuseUnfit({ name: 'prod', accounts }, fits)).not.toThrow();
  const refused = () => refuseUnfit({ name: 'prod', accounts }, [...fits, load('a', 1), load('c', 1)]);
  expect(refused).toThrow(
    expect.objectContaining({
      exitCode: exitCodes.usage,
      message:
        'account a of prod needs 1001 IAM roles; its quota is 1000\naccount c of prod needs 1201 IAM roles; its quota is 1200',
      remedy: expect.stringContaining('roleQuota'),
    }),
  );
});
