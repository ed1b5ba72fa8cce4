import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import { z } from 'zod';
import { type Finding, type Source, toProblem } from '../../environments/loading/finding';
import { readJson } from '../../environments/loading/json-file';
import { schemaFindings } from '../../environments/loading/schema-findings';
import { formatProblems } from '../../environments/problems';
import type { PolicyProblem } from './check';
import { readPolicyFolder, type TextFile } from './source';

const name = z.string().min(1, 'write a name in letters, without its namespace');
/** Values as Cedar writes them in JSON; whether they fit is for the store's schema to say. */
const values = z.record(z.string(), z.json());

const goldenSchema = z.strictObject({
  /** Unique in its file. */
  name: z.string().min(1, 'say in a few words what this decision shows'),
  principal: z.strictObject({ sub: name, groups: z.array(name).default([]) }),
  action: name,
  resource: z.strictObject({ type: name, id: name, attributes: values.default({}) }),
  context: values.default({}),
  decision: z.enum(['ALLOW', 'DENY']),
  /** Names of the determining policies; empty where nothing permits. */
  by: z.array(name),
});

type Values = Record<string, CedarValueJson>;

/** Who, what, on what, in which context → the decision, and by which policies. The pool's placeholder is in it. */
export type Golden = Omit<z.infer<typeof goldenSchema>, 'resource' | 'context'> & {
  resource: { type: string; id: string; attributes: Values };
  context: Values;
};

/** What one file of golden decisions holds. */
export interface GoldenFile {
  /** Empty where the file has any problem. */
  decisions: Golden[];
  problems: PolicyProblem[];
  /** A mistake at a path of the file, such as `[2, 'decision']`, with its line. */
  problemAt(finding: Omit<Finding, 'file'>): PolicyProblem;
}

/** What the form of a single entry cannot tell. */
function findingsAmong(decisions: readonly Golden[]): Omit<Finding, 'file'>[] {
  return decisions.flatMap(({ name, decision, by }, index) => [
    ...(decisions.findIndex((other) => other.name === name) === index
      ? []
      : [
          {
            path: [index, 'name'],
            message: 'another decision has this name',
            remedy: 'give each its own name',
          },
        ]),
    ...(decision === 'DENY' || by.length > 0
      ? []
      : [
          {
            path: [index, 'by'],
            message: 'nothing is allowed by no policy',
            remedy: 'name the policies that permit it',
          },
        ]),
  ]);
}

/** Takes a file of golden decisions apart: strict JSON, no unknown keys, each with its own name. */
export function parseDecisions({ path: file, text }: TextFile): GoldenFile {
  const { source, findings } = readJson(file, text);
  const problemAt = (finding: Omit<Finding, 'file'>) => toProblem({ file, ...finding }, source as Source);
  const schema = z.array(goldenSchema);
  const inForm = source.value === undefined ? [] : schemaFindings(schema, file, source.value);
  const broken = [...findings, ...inForm];
  if (broken.length > 0) return { decisions: [], problems: broken.map(problemAt), problemAt };
  const decisions = schema.parse(source.value) as Golden[];
  const problems = findingsAmong(decisions).map(problemAt);
  return { decisions: problems.length > 0 ? [] : decisions, problems, problemAt };
}

/**
 * The golden decisions of a folder; none where it has no `decisions.json`.
 * Throws with every problem of the file, with its line.
 */
export function goldenDecisions(dir: string): Golden[] {
  const { decisions: file, unreadable } = readPolicyFolder(dir);
  if (unreadable.length > 0) throw new Error(formatProblems(unreadable));
  if (!file) return [];
  const { decisions, problems } = parseDecisions(file);
  if (problems.length > 0) throw new Error(formatProblems(problems));
  return decisions;
}
