import fs from 'node:fs';
import { join } from 'node:path';
import type { TerraformEnvironment } from '../../../scripts/terraform/environment';
import { apply, type StackSession } from '../../../scripts/terraform/session';
import { executable, tempFolder } from '../temp';

/** A session whose Terraform fails with this error. */
function failing(summary: string): StackSession {
  const folder = tempFolder();
  const diagnostic = { type: 'diagnostic', diagnostic: { severity: 'error', summary, detail: '' } };
  const line = JSON.stringify(JSON.stringify(diagnostic));
  const path = executable(
    folder,
    'terraform',
    `#!/usr/bin/env node\nconsole.log(${line}); process.exitCode = 1;`,
  );
  const terraform = {
    tool: { kind: 'terraform', path, version: '1.11.4', platform: 'x' },
    env: process.env,
  } as TerraformEnvironment;
  const stop = new AbortController().signal;
  return { id: 'dev-x', folder, log: join(folder, 'run.log'), terraform, stop, tell: stop, report: () => {} };
}

const options = { operations: 1, lock: true, onCreated: () => {} };

test.each([
  'creating S3 Bucket (states): api error BucketAlreadyOwnedByYou',
  'creating IAM Role (hook): EntityAlreadyExists: Role with name hook already exists.',
  'creating KMS Alias: AlreadyExistsException: An alias with that name',
])('"%s" comes with how to adopt what an earlier apply has created', async (summary) => {
  const session = failing(summary);
  await expect(apply(session, 'saved.tfplan', options)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining(summary),
    remedy: expect.stringContaining(`cd ${session.folder} && terraform import`),
  });
});

test("if an account already has the CI system's provider, the error says how to configure that", async () => {
  const summary =
    'creating IAM OIDC Provider: EntityAlreadyExists: Provider with url https://ci.example already exists.';
  await expect(apply(failing(summary), 'saved.tfplan', options)).rejects.toMatchObject({
    message: expect.stringContaining(summary),
    remedy: expect.stringMatching(/pipelineProvider: 'existing'.*\n.*terraform import/),
  });
});

test('any other error is left as it is', async () => {
  await expect(apply(failing('no such role'), 'saved.tfplan', options)).rejects.toMatchObject({
    message: expect.stringContaining('no such role'),
    remedy: undefined,
  });
});

test('on a full disk, where Terraform cannot say why it failed, the error says so', async () => {
  const full = { ...fs.statfsSync('.'), bavail: 0 };
  const statfs = jest.spyOn(fs, 'statfsSync').mockReturnValue(full as fs.StatsFs);
  const session = failing('half a li');
  await expect(apply(session, 'saved.tfplan', options)).rejects.toMatchObject({
    message: `terraform apply of dev-x failed: there is no space left on the disk of ${session.folder}`,
    remedy: expect.stringContaining('make room there'),
  });
  statfs.mockRestore();
});
