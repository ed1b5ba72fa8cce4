import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { TextFile } from '../../environments/schema';
import { cedarEngine } from '../../stacks/policies/cedar-engine';
import { type Mentions, mentionsIn } from './mentions';

/** One rule of the guard: a `forbid` in Cedar, with its texts for people. */
export interface Rule {
  /** `@id`, which is also the file's name. */
  id: string;
  /** `@message`: why this is dangerous. */
  message: string;
  /** `@proceed`: how to proceed anyway. */
  proceed: string;
  /** Effects that it covers. */
  effects: ReadonlySet<string>;
  file: TextFile;
  mentions: Mentions;
}

/** A policy as parsed by the engine; undefined if it is invalid. */
export function policyJson({ text }: TextFile): PolicyJson | undefined {
  const answer = cedarEngine().policyToJson(text);
  return answer.type === 'success' ? answer.json : undefined;
}

/** A rule from a file without problems. Throws for any other. */
export function ruleOf(file: TextFile): Rule {
  const json = policyJson(file);
  const { id, message, proceed } = json?.annotations ?? {};
  if (!json || !id || !message || !proceed) throw new Error(`${file.path} is not a rule of the guard`);
  const mentions = mentionsIn(json);
  const effects = mentions.compared.filter(({ attribute }) => attribute === 'context.effects');
  return { id, message, proceed, effects: new Set(effects.map(({ text }) => text)), file, mentions };
}
