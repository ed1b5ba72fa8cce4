import type { Context } from '../cli/context';
import type { Selected } from '../selection/select';
import type { Purpose } from '../terraform/work-folder';
import { deployedStacks } from './deployed';
import { refusal } from './guard';
import { omissions } from './omissions';

/**
 * Compares the configuration with every state in the environment's accounts, before anything is changed. Throws (exit 3)
 * if something is deployed in the selected stacks, or concerns the whole environment, that is neither configured nor
 * named with `--remove`.
 */
export async function refuseOmissions(
  { say }: Pick<Context, 'say'>,
  { loaded, environment, stacks, configured, removals }: Selected,
  purpose: Purpose,
): Promise<void> {
  say('comparing with what is deployed');
  const concernedAccounts = new Set(stacks.map(({ account }) => account));
  const deployed = await deployedStacks(environment, purpose, concernedAccounts);
  for (const account of deployed.unseen)
    say(`account ${account} is not compared: these credentials cannot read its states`);
  const found = omissions(loaded, configured, deployed.stacks);
  const selected = new Set(stacks.map(({ id }) => id));
  const everything = configured.every(({ id }) => selected.has(id));
  const concerned = found.filter(({ stacks: at }) => everything || !at || at.some((id) => selected.has(id)));
  const error = refusal(concerned, removals.keys, loaded);
  if (error) throw error;
  for (const key of removals.keys)
    if (!found.some((omission) => omission.key === key))
      say(`--remove ${key}: nothing to remove: it is still configured, or already gone`);
}
