import type { StoreContent } from '../../stacks/policies/cedar';
import type { PolicyFile } from '../../stacks/policies/source';
import { applicableIn } from './applicable';
import { askBoth } from './difference';
import { openSide, type Side } from './engine';
import { requestMaker } from './generate';
import { compareGolden, type GoldenDiff, requestsOf } from './golden';
import { literalsOf } from './literals';
import { type NormalPolicy, normalPolicy } from './normal';
import { type Proof, proofOf } from './proof';
import { randomOf } from './random';
import type { Request } from './request';
import { type Sampled, sample } from './sample';
import { schemaChanges } from './schema-changes';
import { environmentsOf, type RequestEnvironment, sameEnvironment } from './schema-model';
import { isBlindTo, shapeChange } from './shape';
import type { StoreText } from './stores';
import { changedFiles, type PolicyChange, type TemplateChange, templateChanges } from './text-changes';

/** Whether anything is newly allowed: `yes`, shown by an example; `may`, not disproved; or `no`, disproved. */
export type Widens = 'yes' | 'may' | 'no';

/** The comparison of one request environment. */
export interface EnvironmentDiff extends RequestEnvironment {
  /** On which sides the environment exists. */
  standing: 'both' | 'before' | 'after';
  proof: Proof;
  widens: Widens;
  /** Results of the samples; undefined if the environment is proved unchanged, since none are taken then. */
  sampled?: Sampled;
}

/** All differences between two contents of a store. */
export interface StoreDiff {
  policies: PolicyChange[];
  templates: TemplateChange[];
  /** Changes of the schema, in words. */
  schema: string[];
  environments: EnvironmentDiff[];
  golden: GoldenDiff[];
  /** Number of golden decisions that both sides were asked. */
  goldenAsked: number;
  widens: Widens;
}

export interface CompareOptions {
  /** Requests sampled in each environment that is not proved unchanged. */
  samples: number;
  /** Maximum number of examples in each direction. */
  examples: number;
}

const everything = ({ policies, templates }: StoreContent): PolicyFile[] => [...policies, ...templates];

const widensBy = (proof: Proof, newlyAllowed: number): Widens => {
  if (newlyAllowed > 0) return 'yes';
  return proof === 'unchanged' || proof === 'only narrower' ? 'no' : 'may';
};

/** The worst of these results. */
export const worst = (all: readonly Widens[]): Widens =>
  all.includes('yes') ? 'yes' : all.includes('may') ? 'may' : 'no';

/** Static policies, in normal form, that can apply in an environment under any of these schemas. */
function sayIn(environment: RequestEnvironment, sides: readonly Side[]) {
  const checks = sides.map(({ json }) => applicableIn(json, environment));
  return (policies: readonly PolicyFile[]): NormalPolicy[] =>
    policies.filter((policy) => checks.some((applies) => applies(policy))).map(normalPolicy);
}

/** What can be proved, without sampling, about an environment that both sides have. */
function prove(environment: RequestEnvironment, before: Side, after: Side): Proof {
  const shape = shapeChange(before.model, after.model, environment);
  if (shape.kind === 'other') return 'none';
  const say = sayIn(environment, shape.kind === 'same' ? [after] : [before, after]);
  const [old, now] = [say(before.content.policies), say(after.content.policies)];
  const models = [before.model, after.model];
  if (
    shape.kind === 'optional' &&
    ![...old, ...now].every((policy) => isBlindTo(policy, shape.names, models))
  )
    return 'none';
  return proofOf(old, now);
}

/** A side that lacks the environment refuses its requests, so it allows nothing in it. */
function proveAlone(environment: RequestEnvironment, side: Side, proof: Proof): Proof {
  const say = sayIn(environment, [side])(everything(side.content));
  return say.some(({ effect }) => effect === 'permit') ? proof : 'unchanged';
}

function compareEnvironment(
  environment: RequestEnvironment,
  before: Side | undefined,
  after: Side | undefined,
  seeds: readonly Request[],
  { samples, examples }: CompareOptions,
): EnvironmentDiff {
  const proof =
    before && after
      ? prove(environment, before, after)
      : after
        ? proveAlone(environment, after, 'only wider')
        : proveAlone(environment, before as Side, 'only narrower');
  const standing = before && after ? 'both' : after ? 'after' : 'before';
  if (proof === 'unchanged') return { ...environment, standing, proof, widens: 'no' };
  const sides = [before, after].filter((side) => side !== undefined);
  const literals = literalsOf(
    sides.flatMap(({ content }) => content.policies.map((file) => normalPolicy(file).json)),
  );
  const random = randomOf(Object.values(environment).join(' '));
  const makers = sides.map(({ model }) => requestMaker(model, environment, literals, random));
  const ask = (request: Request) => askBoth(request, before, after);
  const sampled = sample(seeds, makers, ask, { samples, examples, random });
  return { ...environment, standing, proof, widens: widensBy(proof, sampled.newlyAllowed), sampled };
}

const withEnvironment = (side: Side | undefined, environment: RequestEnvironment) =>
  side && environmentsOf(side.model).some((own) => sameEnvironment(own, environment)) ? side : undefined;

/**
 * Compares a store's old and new content. A store that is missing on one side allows nothing there.
 * Throws with the engine's message if anything does not parse.
 */
export function compareStores(
  old: StoreText | undefined,
  now: StoreText | undefined,
  options: CompareOptions,
): StoreDiff {
  const before = old && openSide(old.content);
  const after = now && openSide(now.content);
  try {
    const all = [before, after].flatMap((side) => (side ? environmentsOf(side.model) : []));
    const environments = all.filter(
      (environment, index) => all.findIndex((other) => sameEnvironment(environment, other)) === index,
    );
    const requests = requestsOf(old, now);
    const diffs = environments.map((environment) =>
      compareEnvironment(
        environment,
        withEnvironment(before, environment),
        withEnvironment(after, environment),
        requests
          .map(({ request }) => request)
          .filter(({ principal, action, resource }) =>
            sameEnvironment(environment, {
              principal: principal.type,
              action: action.id,
              resource: resource.type,
            }),
          ),
        options,
      ),
    );
    const golden = compareGolden(requests, before, after);
    const templates = templateChanges(old?.content, now?.content);
    return {
      policies: changedFiles(old?.content.policies, now?.content.policies),
      templates,
      schema: schemaChanges(before?.model, after?.model),
      environments: diffs,
      golden,
      goldenAsked: requests.length,
      widens: worst([
        ...diffs.map(({ widens }) => widens),
        ...templates.map(({ widens }) => widens),
        ...golden.map(({ change }): Widens => (change === 'newly allowed' ? 'yes' : 'no')),
      ]),
    };
  } finally {
    before?.close();
    after?.close();
  }
}
