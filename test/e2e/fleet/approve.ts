import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../../scripts/guard/verdict';
import type { Ended } from './fleet';

/** The guard's verdict from a blocked command. Throws if the command was not blocked. */
export function verdictOf({ code, stdout, stderr }: Ended): Verdict {
  if (code !== 3) throw new Error(`exit ${code}\n${stdout}\n${stderr}`);
  return JSON.parse(stdout).error.verdict;
}

/** Blocked findings as `pool-lost aws_cognito_user_pool.acme_pool`, sorted. */
export const blockedBy = (ended: Ended): string[] =>
  verdictOf(ended)
    .findings.filter(({ severity }) => severity === 'blocked')
    .map(({ rule, address }) => `${rule} ${address}`)
    .sort();

/** Commits everything in a project, which becomes a repository with the first commit. */
export function commit(root: string, author = 'ada@northpay.example'): void {
  const git = (...args: string[]) => {
    const { status, stderr } = spawnSync('git', args, { cwd: root });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  };
  git('init', '-q');
  for (const [key, value] of [
    ['user.name', 'x'],
    ['user.email', author],
    ['commit.gpgsign', 'false'],
  ] as const)
    git('config', key, value);
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'x');
}

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** Writes an approval for each blocked finding. */
export function approve(root: string, verdict: Verdict, { approver = 'grace@northpay.example' } = {}): void {
  const folder = join(root, 'environments/staging/approvals');
  mkdirSync(folder, { recursive: true });
  const blocked = verdict.findings.filter((finding) => finding.severity === 'blocked');
  for (const [index, { stack, address, action, rule }] of blocked.entries()) {
    const approval = {
      $schema: '../../approval.schema.json',
      stack,
      address,
      action,
      rule,
      reason: 'acme has left, and its export was handed over',
      ticket: 'OPS-4711',
      expires: tomorrow(),
      approver,
      model: verdict.model,
    };
    writeFileSync(join(folder, `change-${index}.json`), `${JSON.stringify(approval, undefined, 2)}\n`);
  }
}
