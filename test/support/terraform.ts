import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraformEnvironment } from '../../scripts/terraform/environment';
import { dropChecksums } from '../../scripts/terraform/lock-file';

/** Result of a Terraform process; `text` is its standard output and standard error. */
export interface Run {
  status: number | null;
  text: string;
}

/** A copy of a Terraform configuration in a separate folder, run against one local AWS. */
export interface TerraformFolder {
  /** Path of the copy. */
  folder: string;
  run(...args: string[]): Promise<Run>;
  remove(): void;
}

/** Copies a fixture. Never blocks while a process runs: the local AWS may run in this process. */
export function terraformFolder(fixture: string, endpoint: string): TerraformFolder {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  const stack = join(folder, 'stack');
  cpSync(fixture, stack, { recursive: true });
  const { tool, env } = terraformEnvironment(
    { state: join(folder, 'state'), cache: join(folder, 'cache') },
    process.env,
  );
  return {
    folder: stack,
    run: (...args) =>
      new Promise((resolve, reject) => {
        const terraform = spawn(tool.path, [...args, '-no-color'], {
          cwd: stack,
          env: {
            ...env,
            AWS_ENDPOINT_URL: endpoint,
            AWS_ACCESS_KEY_ID: 'test',
            AWS_SECRET_ACCESS_KEY: 'test',
          },
        });
        let text = '';
        const collect = (chunk: Buffer) => {
          text += chunk;
        };
        terraform.stdout.on('data', collect);
        terraform.stderr.on('data', collect);
        terraform.on('error', reject);
        terraform.on('close', (status) => {
          // As `fleet` does: otherwise each command reads the whole provider.
          if (args[0] === 'init') dropChecksums(stack);
          resolve({ status, text });
        });
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
