import type { Json } from '../model';
import type { ShownPlan, ShownResource } from '../plan/shown-plan';
import { isPlain, secrecyOf, secretsOfType, type TypeSecrets } from './attributes';
import { markAt } from './marks';
import { isSecretName, mayHoldSecret, secretsByForm } from './names';

type JsonObject = Readonly<Record<string, Json>>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value : []);

/** Whether a string starts like JSON. */
const isJsonLike = (text: string) => /^\s*[{[]/.test(text);

/** JSON in a string; undefined for any other string. */
function jsonIn(text: string): Json | undefined {
  if (!isJsonLike(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Shortest string that can contain a recognisable secret, or JSON with one. */
const shortestLookedInto = 10;

/** Collects every known secret value. */
class KnownValues {
  readonly found = new Set<string>();
  /** Strings already scanned: the same ones occur in the state, before, after and in the configuration. */
  private readonly seen = new Set<string>();

  private add(value: string) {
    this.found.add(value);
    if (!value.includes('${')) return;
    // In configuration, `${` is a reference inside a secret, or escaped to be taken literally.
    this.found.add(value.replaceAll('$${', '${'));
    for (const part of value.split(/\$\{[^}]*\}/)) this.found.add(part);
  }

  /** Adds everything in a wholly secret value. */
  private all(value: Json): void {
    if (typeof value === 'number') this.add(String(value));
    else if (typeof value === 'string') {
      this.add(value);
      const inside = jsonIn(value);
      if (inside !== undefined) this.all(inside);
    } else if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) this.all(member);
  }

  private text(type: TypeSecrets, path: string, value: string) {
    if (value.length < shortestLookedInto || this.seen.has(value)) return;
    this.seen.add(value);
    for (const secret of secretsByForm(value)) this.add(secret);
    if (!isJsonLike(value) || !mayHoldSecret(value)) return;
    const inside = jsonIn(value);
    if (inside !== undefined) this.scan(type, path, inside, undefined);
  }

  /**
   * Finds what is marked, what is secret by place or name, and what looks like a secret.
   * @param path below the type, without indices
   * @param mark Terraform's sensitivity mark
   */
  private scan(type: TypeSecrets, path: string, value: Json | undefined, mark: Json | undefined): void {
    if (value === undefined || value === null) return;
    if (mark === true) this.all(value);
    else if (typeof value === 'string') this.text(type, path, value);
    else if (Array.isArray(value))
      for (let index = 0; index < value.length; index++)
        this.scan(type, path, value[index], markAt(mark, index));
    else if (typeof value === 'object')
      for (const name in value) this.member(type, path, name, value[name] as Json, markAt(mark, name));
  }

  private member(type: TypeSecrets, parent: string, name: string, value: Json, mark: Json | undefined) {
    if (value === null) return;
    const secrecy = secrecyOf(type, parent, name);
    if (secrecy === 'value' && isPlain(value)) this.all(value);
    else {
      if (secrecy === 'document' && typeof value === 'string' && !value.includes('${')) this.add(value);
      if (typeof value === 'boolean') return;
      this.scan(type, parent === '' ? name : `${parent}.${name}`, value, mark);
    }
  }

  /** Scans a resource of a type, or anything else for revealing names and formats. */
  resource(type: string, value: Json | undefined, mark?: Json) {
    this.scan(secretsOfType(type), '', value, mark);
  }

  /** Adds a wholly secret value, or scans any other. */
  named(name: string, value: Json | undefined, secret: boolean) {
    this.scan(secretsOfType(''), name, value, secret || isSecretName(name));
  }
}

/** Scans resources and outputs of a state or plan, including modules. */
function scanValues(known: KnownValues, values: JsonObject) {
  const module = (given: Json | undefined): void => {
    const { resources, child_modules } = objectOf(given);
    for (const resource of listOf(resources)) {
      const { type, values, sensitive_values } = objectOf(resource);
      known.resource(String(type), values, sensitive_values);
    }
    for (const child of listOf(child_modules)) module(child);
  };
  module(values.root_module);
  for (const [name, output] of Object.entries(objectOf(values.outputs))) {
    const { value, sensitive } = objectOf(output);
    known.named(name, value, sensitive === true);
  }
}

/** An expression's constants, found as `constant_value` in nested blocks. */
function constantsOf(expression: Json): Json {
  if (Array.isArray(expression)) return expression.map(constantsOf);
  if (!isObject(expression)) return null;
  if ('constant_value' in expression) return expression.constant_value ?? null;
  return Object.fromEntries(Object.entries(expression).map(([name, member]) => [name, constantsOf(member)]));
}

/** Scans a module of a plan's configuration. */
function scanModule(known: KnownValues, module: JsonObject) {
  for (const resource of listOf(module.resources)) {
    const { type, expressions } = objectOf(resource);
    known.resource(String(type), constantsOf(objectOf(expressions)));
  }
  for (const [name, output] of Object.entries(objectOf(module.outputs))) {
    const { expression, sensitive } = objectOf(output);
    known.named(name, constantsOf(objectOf(expression)), sensitive === true);
  }
  for (const [name, variable] of Object.entries(objectOf(module.variables))) {
    const { default: value, sensitive } = objectOf(variable);
    known.named(name, value, sensitive === true);
  }
  for (const call of Object.values(objectOf(module.module_calls))) {
    const { expressions, module: inside } = objectOf(call);
    known.resource('module', constantsOf(objectOf(expressions)));
    scanModule(known, objectOf(inside));
  }
}

function scanPlan(known: KnownValues, plan: ShownPlan) {
  const resource = ({ type, change }: ShownResource) => {
    known.resource(type, change.before ?? undefined, change.before_sensitive);
    known.resource(type, change.after ?? undefined, change.after_sensitive);
  };
  plan.resource_changes.forEach(resource);
  plan.resource_drift.forEach(resource);
  for (const { resource_change } of plan.deferred_changes) resource(resource_change);
  for (const [name, change] of Object.entries(plan.output_changes)) {
    known.named(name, change.before, change.before_sensitive === true);
    known.named(name, change.after, change.after_sensitive === true);
  }
  scanValues(known, objectOf(plan.prior_state?.values));
  scanValues(known, plan.planned_values);
  const root = objectOf(plan.configuration.root_module);
  scanModule(known, root);
  for (const [name, { value }] of Object.entries(plan.variables))
    known.named(name, value, objectOf(objectOf(root.variables)[name]).sensitive === true);
  for (const provider of Object.values(objectOf(plan.configuration.provider_config)))
    known.resource('provider', constantsOf(objectOf(objectOf(provider).expressions)));
}

/** Scans synthesized files, in Terraform's JSON configuration syntax. */
function scanSynthesized(known: KnownValues, { resource, data, variable, output, ...rest }: JsonObject) {
  for (const types of [resource, data])
    for (const [type, named] of Object.entries(objectOf(types)))
      for (const block of Object.values(objectOf(named))) known.resource(type, block);
  for (const [name, block] of Object.entries(objectOf(variable))) {
    const { default: value, sensitive } = objectOf(block);
    known.named(name, value, sensitive === true);
  }
  for (const [name, block] of Object.entries(objectOf(output))) {
    const { value, sensitive } = objectOf(block);
    known.named(name, value, sensitive === true);
  }
  known.resource('', rest);
}

/**
 * Every value known to be secret, by Terraform's marks, its place, its name or its format, anywhere in a plan and
 * in the synthesized files. JSON in strings is scanned too.
 */
export function knownSecrets({
  plan,
  synthesized,
}: {
  plan?: ShownPlan;
  synthesized?: unknown;
}): Set<string> {
  const known = new KnownValues();
  if (plan) scanPlan(known, plan);
  scanSynthesized(known, objectOf(synthesized));
  return known.found;
}
