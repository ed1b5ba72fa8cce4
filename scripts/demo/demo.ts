import type { CommandResult, Context } from '../lib/context';
export async function runDemo(_: Context): Promise<CommandResult> {
  throw new Error('later');
}
