import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { TextFile } from '../../environments/schema';
import { cedarEngine } from '../../stacks/policies/cedar-engine';
import { type Mentions, mentionsIn } from './mentions';

/** One rule of the guard: a `forbid` in Cedar, and what it says to people. */
export interface Rule {
  /** `@id`, and the file's name. */
  id: string;
  /** `@message`: why nobody should do that. */
  message: string;
  /** `@proceed`: how to go on all the same. */
  proceed: string;
  /** Effects that it is about. */
  effects: ReadonlySet<string>;
  file: TextFile;
  mentions: Mentions;
}

/** A policy as the engine understands it; undefined where it does not. */
export function policyJson({ text }: TextFile): PolicyJson | undefined {
  const answer = cedarEngine().policyToJson(text);
  return answer.type === 'success' ? answer.json : undefined;
}

/** A rule from a file that has no problems. Throws for any other. */
export function ruleOf(file: TextFile): Rule {
  const json = policyJson(file);
  const { id, message, proceed } = json?.annotations ?? {};
  if (!json || !id || !message || !proceed) throw new Error(`${file.path} is no rule of the guard`);
  const mentions = mentionsIn(json);
  const effects = mentions.compared.filter(({ attribute }) => attribute === 'context.effects');
  return { id, message, proceed, effects: new Set(effects.map(({ text }) => text)), file, mentions };
}
