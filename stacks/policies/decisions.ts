import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import { z } from 'zod';
import { type Finding, type Source, toProblem } from '../../environments/loading/finding';
import { readJson } from '../../environments/loading/json-file';
import { schemaFindings } from '../../environments/loading/schema-findings';
import { formatProblems } from '../../environments/problems';
import type { PolicyProblem } from './check';
import { readPolicyFolder, type TextFile } from './source';

const name = z.string().min(1, 'write a name in letters, without its namespace');
/** Values as Cedar writes them in JSON; the store's schema decides whether they are valid. */
const values = z.record(z.string(), z.json());

const goldenSchema = z.strictObject({
  /** Unique in its file. */
  name: z.string().min(1, 'say in a few words what this decision shows'),
  principal: z.strictObject({ sub: name, groups: z.array(name).default([]) }),
  action: name,
  resource: z.strictObject({ type: name, id: name, attributes: values.default({}) }),
  context: values.default({}),
  decision: z.enum(['ALLOW', 'DENY']),
  /** Names of the determining policies; empty if nothing permits. */
  by: z.array(name),
});

type Values = Record<string, CedarValueJson>;

/** Principal, action, resource and context → the decision and the determining policies. Contains the pool's placeholder. */
export type Golden = Omit<z.infer<typeof goldenSchema>, 'resource' | 'context'> & {
  resource: { type: string; id: string; attributes: Values };
  context: Values;
};

/** The content of one file of golden decisions. */
export interface GoldenFile {
  /** Empty if the file has any problem. */
  decisions: Golden[];
  problems: PolicyProblem[];
  /** A mistake at a path of the file, such as `[2, 'decision']`, with its line. */
  problemAt(finding: Omit<Finding, 'file'>): PolicyProblem;
}

/** Checks that the schema of a single entry cannot make. */
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
            message: 'ALLOW needs at least one determining policy',
            remedy: 'name the policies that permit it',
          },
        ]),
  ]);
}

/** Parses a file of golden decisions: strict JSON, no unknown keys, unique names. */
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
 * The golden decisions of a folder; none if it has no `decisions.json`.
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
