import { type Command, InvalidArgumentError } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, withCommonFlags, withSelection } from '../cli/flags';
import type { DiffFlags } from '../policy/diff';

const count = (most: number) => (value: string) => {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > most)
    throw new InvalidArgumentError(`use a whole number from 1 to ${most}.`);
  return number;
};

const examples = `
For every request environment (principal type, action, resource type), it prints what is PROVED: unchanged, only
narrower, or only wider. Everything else is sampled, so there may be more differences than it found
(docs/policy-diff.md).

Examples:
  npx fleet policy diff --from main
  npx fleet policy diff --from main --fail-on-widening
  npx fleet policy diff --deployed --env dev
  npx fleet policy diff --deployed --env prod --tenant acme --region eu-central-1`;

/** `fleet policy diff` */
export function registerPolicy(program: Command, run: Run): void {
  const policy = program.command('policy').description('the Cedar policies of all policy stores');
  withCommonFlags(withSelection(policy.command('diff')))
    .description("compare what the working tree's policies allow with another version; changes nothing")
    .option('--from <revision>', 'compare with the policies at this git revision')
    .option('--deployed', 'compare with the content of the selected policy stores')
    .option(
      '--samples <n>',
      'requests sampled per environment where nothing can be proved',
      count(1_000_000),
      2000,
    )
    .option('--examples <n>', 'examples shown in each direction, per environment', count(100), 3)
    .option('--fail-on-widening', 'exit 3 if access is widened, or may be')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: DiffFlags & CommonFlags) =>
        (await import('../policy/diff')).policyDiff(context, flags),
      ),
    );
}
