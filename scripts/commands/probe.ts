import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, withCommonFlags, withSelection } from '../cli/flags';
import type { Selection } from '../selection/selection';

const examples = `
Decisions only: it signs nobody in yet. Each store is asked every golden decision of its kind, and of its overlays,
and must give the decision that decisions.json says, by the policies that it names.

Examples:
  npx fleet probe --env dev
  npx fleet probe --env prod --tenant acme --region eu-central-1
  npx fleet probe --env prod --stack customer --json`;

/** `fleet probe` */
export function registerProbe(program: Command, run: Run): void {
  withCommonFlags(withSelection(program.command('probe')))
    .description('ask the golden decisions of every selected policy store; decisions only, changes nothing')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: CommonFlags & Selection) =>
        (await import('../probe/probe')).probe(context, flags),
      ),
    );
}
