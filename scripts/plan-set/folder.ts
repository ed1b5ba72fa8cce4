import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../cli/errors';
import type { ReviewModel } from '../review/model';
import { modelHash } from '../review/model-hash';
import type { PlanFacts } from './facts';

/** A plan set's manifest. */
export interface PlanSetManifest {
  version: 2;
  environment: string;
  facts: PlanFacts;
  /** Hash of the review model. */
  model: string;
  /** File in the folder → SHA-256, hexadecimal. */
  files: Record<string, string>;
}

/** A plan set, read and verified. */
export interface PlanSet {
  folder: string;
  manifest: PlanSetManifest;
  model: ReviewModel;
}

const manifestFile = 'manifest.json';
const modelFile = 'model.json';
const planEnding = '.tfplan';

/** SHA-256 of a file, hexadecimal. */
export const fileHash = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** Path of a stack's saved plan, which can contain secrets. */
export const planFile = (folder: string, stack: string): string => join(folder, `${stack}${planEnding}`);

const write = (folder: string, name: string, value: unknown) =>
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });

const plansIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(planEnding));

/** Writes model and manifest beside the saved plans. Only their owner may read them. */
export function writePlanSet(folder: string, model: ReviewModel, facts: PlanFacts): PlanSetManifest {
  write(folder, modelFile, model);
  const names = [...plansIn(folder).sort(), modelFile];
  for (const name of names) chmodSync(join(folder, name), 0o600);
  const manifest: PlanSetManifest = {
    version: 2,
    environment: model.environment,
    facts,
    model: modelHash(model),
    files: Object.fromEntries(names.map((name) => [name, fileHash(join(folder, name))])),
  };
  write(folder, manifestFile, manifest);
  return manifest;
}

/** Removes saved plans, which may contain secrets; masked files stay. */
export function removePlans(folder: string): void {
  for (const name of plansIn(folder)) rmSync(join(folder, name));
}

function parse<T>(folder: string, name: string): T {
  const file = join(folder, name);
  if (!existsSync(file))
    throw usageError(
      `${folder} is not a plan set: it has no ${name}`,
      'make one: npx fleet plan --env <env>',
    );
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw usageError(`${file} cannot be read: ${(error as Error).message}`, 'make a new one: npx fleet plan');
  }
}

/**
 * Reads a plan set. Throws a usage error that lists every file that was removed, changed or added since it was
 * made.
 * @param toReview saved plans may be missing: a rollout refused by the guard leaves none behind
 */
export function readPlanSet(folder: string, { toReview = false } = {}): PlanSet {
  const manifest = parse<PlanSetManifest>(folder, manifestFile);
  if (manifest.version !== 2)
    throw usageError(
      `${folder} was made by another version of fleet (${manifest.version})`,
      'make a new one: npx fleet plan',
    );
  const problems = Object.entries(manifest.files).flatMap(([name, hash]) => {
    const file = join(folder, name);
    if (!existsSync(file)) return toReview && name.endsWith(planEnding) ? [] : [`${name} is missing`];
    return fileHash(file) === hash ? [] : [`${name} is not what it was when the set was made`];
  });
  problems.push(
    ...plansIn(folder).flatMap((name) => (manifest.files[name] ? [] : [`${name} does not belong to it`])),
  );
  if (!manifest.files[modelFile]) problems.push(`${manifestFile} does not name ${modelFile}`);
  const model = problems.length > 0 ? undefined : parse<ReviewModel>(folder, modelFile);
  if (model && (modelHash(model) !== manifest.model || model.environment !== manifest.environment))
    problems.push(`${modelFile} is not the one that ${manifestFile} names`);
  if (!model || problems.length > 0)
    throw usageError(
      `plan set ${folder} was changed since it was made:\n  ${problems.join('\n  ')}`,
      'make a new one: npx fleet plan',
    );
  return { folder, manifest, model };
}
