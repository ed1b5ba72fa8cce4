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
For every request environment (principal type, action, resource type) it says what is PROVED: unchanged, only narrower,
only wider. What is not proved is sampled, and so it says what it found, and never that there is nothing else
(docs/policy-diff.md).

Examples:
  npx fleet policy diff --from main
  npx fleet policy diff --from main --fail-on-widening
  npx fleet policy diff --deployed --env dev
  npx fleet policy diff --deployed --env prod --tenant acme --region eu-central-1`;

/** `fleet policy diff` */
export function registerPolicy(program: Command, run: Run): void {
  const policy = program.command('policy').description('Cedar policies of all policy stores');
  withCommonFlags(withSelection(policy.command('diff')))
    .description("what the working tree's policies allow that others deny, and the reverse; changes nothing")
    .option('--from <revision>', 'compare with the policies at this git revision')
    .option('--deployed', 'compare with what the selected policy stores hold')
    .option(
      '--samples <n>',
      'requests asked about where nothing is proved, an environment',
      count(1_000_000),
      2000,
    )
    .option('--examples <n>', 'most examples shown of each direction, an environment', count(100), 3)
    .option('--fail-on-widening', 'exit 3 if access is widened, or may be')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: DiffFlags & CommonFlags) =>
        (await import('../policy/diff')).policyDiff(context, flags),
      ),
    );
}
