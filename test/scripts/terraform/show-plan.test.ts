import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FleetError } from '../../../scripts/cli/errors';
import { showPlan } from '../../../scripts/terraform/show-plan';
import { tempFolder } from '../temp';

/** A session whose Terraform is a shell script. */
function session(script: string) {
  const folder = tempFolder();
  const path = join(folder, 'terraform');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o700);
  return {
    id: 'dev-a-eu-central-1-cell-01',
    folder,
    terraform: {
      tool: { path, kind: 'terraform' as const, version: '1.11.4' },
      source: { kind: 'registry' as const },
      env: {
        PATH: process.env.PATH,
        TF_LOG: 'trace',
        TF_LOG_SDK: 'trace',
        TF_LOG_PATH: join(folder, 'log'),
        AWS_REGION: 'x',
      },
      notes: [],
    } as unknown as Parameters<typeof showPlan>[0]['terraform'],
    stop: new AbortController().signal,
  };
}

async function failureOf(work: Promise<unknown>): Promise<FleetError> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof FleetError)) throw new Error(`no failure: ${error}`);
  return error;
}

test('returns what Terraform wrote, however large, with the environment of the session and in its folder', async () => {
  const one = session(
    `printf '{"args":"%s","region":"%s","log":"%s%s%s","folder":"%s","large":"' "$*" "$AWS_REGION" "$TF_LOG" "$TF_LOG_PATH" "$TF_LOG_SDK" "$PWD"
     head -c 3000000 /dev/zero | tr '\\0' x
     printf '"}'`,
  );
  const shown = (await showPlan(one, 'a.tfplan')) as Record<string, string>;
  expect(shown).toMatchObject({
    args: 'show -json -no-color a.tfplan',
    region: 'x',
    log: 'OFF',
    folder: one.folder,
  });
  expect(shown.large).toHaveLength(3_000_000);
  expect(readdirSync(one.folder)).toEqual(['terraform']);
});

test.each([
  ['fails', 'echo pl4nted; echo pl4nted >&2; exit 1', /failed \(1\)/],
  ['is killed', 'echo pl4nted; kill -9 $$', /failed \(SIGKILL\)/],
  ['writes no JSON', 'echo pl4nted', /no JSON/],
])('Terraform %s: reported without its output', async (_, script, message) => {
  const error = await failureOf(showPlan(session(script), 'a.tfplan'));
  expect(error.message).toMatch(message);
  expect(error.message).toContain('dev-a-eu-central-1-cell-01');
  expect(JSON.stringify([error.message, error.remedy, error.data, String(error.stack)])).not.toContain(
    'pl4nted',
  );
  expect(error.cause).toBeUndefined();
});

test('is not started after an interrupt', async () => {
  const one = { ...session('touch started'), stop: AbortSignal.abort() };
  expect((await failureOf(showPlan(one, 'a.tfplan'))).exitCode).toBe(130);
  expect(readdirSync(one.folder)).toEqual(['terraform']);
  expect(readFileSync(join(one.folder, 'terraform'), 'utf8')).toContain('started');
});
