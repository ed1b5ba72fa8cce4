import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';
import type { LedgerFlags } from '../ledger/ledger-command';

const withEnvironment = (command: Command): Command =>
  withCommonFlags(command).option(
    '--env <name>',
    'look into the state buckets of this environment, too; without it only on this machine',
  );

/** `fleet ledger list|show|verify` */
export function registerLedger(program: Command, run: Run): void {
  const ledger = program
    .command('ledger')
    .description('the journals of rollouts: what was begun, by whom, and how it ended');
  const commands = () => import('../ledger/ledger-command');

  withEnvironment(ledger.command('list'))
    .description('every run, newest first')
    .action(run(async (context, flags: LedgerFlags) => (await commands()).listRuns(context, flags)));

  // The id is an argument, which commander hands over before the flags.
  withEnvironment(ledger.command('show <run>'))
    .description('what a run did, step by step')
    .action((id: string, flags: LedgerFlags) =>
      run(async (context, given: LedgerFlags) => (await commands()).showRun(context, id, given))(flags),
    );

  withEnvironment(ledger.command('verify [run]'))
    .description('whether ledgers are whole, and the same here and in the state buckets')
    .action((id: string | undefined, flags: LedgerFlags) =>
      run(async (context, given: LedgerFlags) => (await commands()).verifyRuns(context, id, given))(flags),
    );
}
