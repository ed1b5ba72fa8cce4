import { ask } from '../../../scripts/adoption/ask';

const asker = {
  role: 'arn:aws:iam::1:role/dev-fleet-deploy',
  address: 'aws_iam_role.hook',
  region: 'eu-central-1',
};
const failing =
  (name: string, status = 400) =>
  () =>
    Promise.reject(Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: status } }));

test('the errors that mean that there is none give undefined', async () => {
  expect(await ask(asker, 'iam:GetRole', failing('NoSuchEntity'), ['NoSuchEntity'])).toBeUndefined();
  expect(await ask(asker, 'iam:GetRole', async () => 1)).toBe(1);
});

test('a refusal is an error that names the call and the role', async () => {
  for (const refusal of [failing('AccessDeniedException'), failing('AccessDenied'), failing('403', 403)])
    await expect(ask(asker, 'iam:GetRole', refusal, ['NoSuchEntity'])).rejects.toThrow(
      'cannot tell whether aws_iam_role.hook exists in AWS: arn:aws:iam::1:role/dev-fleet-deploy may not iam:GetRole',
    );
});

test('any other failure is an error, too', async () => {
  await expect(ask(asker, 'iam:GetRole', failing('InternalError', 500))).rejects.toThrow(
    'iam:GetRole in eu-central-1',
  );
});
