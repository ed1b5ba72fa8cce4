import { createInterface } from 'node:readline/promises';
import type { Terminal } from '../../cli/ask';
import { interruption } from '../../cli/errors';
import { draftSchema } from '../request/draft';
import type { TenantFlags } from './drafts';

/** What every tenant needs, in the order of the prompts. */
const questions: readonly { field: keyof TenantFlags; text: string; list?: true }[] = [
  { field: 'id', text: 'id (permanent), such as hooli' },
  { field: 'name', text: 'name of the organisation' },
  { field: 'regions', text: 'regions', list: true },
  { field: 'callbackUrls', text: 'callback URLs, where the browser may be sent after sign-in', list: true },
  { field: 'logoutUrls', text: 'logout URLs, where the browser may be sent after sign-out', list: true },
  { field: 'groups', text: 'groups, such as admins operators viewers', list: true },
  { field: 'administrator', text: 'e-mail address of the first administrator' },
];

/** Whether the flags leave anything to ask for. */
export const isIncomplete = (flags: TenantFlags): boolean =>
  questions.some(({ field }) => flags[field] === undefined);

/** What is wrong with a single answer; undefined if nothing is. */
function whyWrong(field: keyof TenantFlags, value: unknown): string | undefined {
  const { error } = draftSchema.shape[field as keyof typeof draftSchema.shape].safeParse(value);
  return error?.issues[0]?.message;
}

/**
 * Prompts for what the flags leave out, one value at a time, repeating the question after an invalid answer. Throws an
 * interruption on Ctrl-C and at the end of input.
 */
export async function fillIn<F extends TenantFlags>(
  flags: F,
  { input, output }: Pick<Terminal, 'input' | 'output'>,
): Promise<F> {
  const prompt = createInterface({ input, output });
  const answer = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const end = () => reject(interruption('not filled in; nothing was changed'));
      prompt.once('SIGINT', end);
      prompt.once('close', end);
      prompt.question(`${text}: `).then(resolve, end);
    });
  const filled: F = { ...flags };
  try {
    for (const { field, text, list } of questions) {
      if (filled[field] !== undefined) continue;
      const asked = list ? `${text} (separate several with spaces)` : text;
      for (;;) {
        const said = (await answer(asked)).trim();
        const value = list ? said.split(/[\s,]+/).filter(Boolean) : said;
        const wrong = whyWrong(field, value);
        if (wrong === undefined) {
          Object.assign(filled, { [field]: value });
          break;
        }
        output.write(`  ${wrong}\n`);
      }
    }
    return filled;
  } finally {
    prompt.removeAllListeners('close');
    prompt.close();
  }
}
