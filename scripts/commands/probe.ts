import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, withCommonFlags, withSelection } from '../cli/flags';
import type { ProbeFlags } from '../probe/probe';

const examples = `
Each store is asked every golden decision of its kind and its overlays, and must return the decision in decisions.json,
determined by the policies named there. In each tenant pool and the customer pool, a synthetic user signs in: it is
created for this, is in no group, and is deleted afterwards.

Examples:
  npx fleet probe --env dev
  npx fleet probe --env prod --tenant acme --region eu-central-1
  npx fleet probe --env prod --stack customer --decisions-only --json`;

/** `fleet probe` */
export function registerProbe(program: Command, run: Run): void {
  withCommonFlags(withSelection(program.command('probe')))
    .description('test the golden decisions of every selected policy store, and sign in to its pool')
    .option('--decisions-only', 'do not sign in; changes nothing at all')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: CommonFlags & ProbeFlags) =>
        (await import('../probe/probe')).probe(context, flags),
      ),
    );
}
