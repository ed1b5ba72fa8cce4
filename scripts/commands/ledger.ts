import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';
import type { LedgerFlags } from '../ledger/ledger-command';

const withEnvironment = (command: Command): Command =>
  withCommonFlags(command).option(
    '--env <name>',
    'also read the state buckets of this environment; without it, only this machine',
  );

/** `fleet ledger list|show|verify` */
export function registerLedger(program: Command, run: Run): void {
  const ledger = program
    .command('ledger')
    .description('the journals of runs: what was started, by whom, and how it ended');
  const commands = () => import('../ledger/ledger-command');

  withEnvironment(ledger.command('list'))
    .description('list every run, newest first')
    .action(run(async (context, flags: LedgerFlags) => (await commands()).listRuns(context, flags)));

  // Commander passes arguments before the flags.
  withEnvironment(ledger.command('show <run>'))
    .description('show what a run did, step by step')
    .action((id: string, flags: LedgerFlags) =>
      run(async (context, given: LedgerFlags) => (await commands()).showRun(context, id, given))(flags),
    );

  withEnvironment(ledger.command('verify [run]'))
    .description('check that ledgers are intact, and the same here and in the state buckets')
    .action((id: string | undefined, flags: LedgerFlags) =>
      run(async (context, given: LedgerFlags) => (await commands()).verifyRuns(context, id, given))(flags),
    );
}
