import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { accountId, stateBucket, stateKey } from '../../../environments/names';
import { isGuardedInAws } from '../../../scripts/review/guarded';
import type { ReviewModel } from '../../../scripts/review/model';
import { type StackInfo, stacksOf } from '../../../scripts/selection/stacks';
import { access } from '../fleet/cloud';
import type { Applied } from './applied';
import { addressOf, type State, stateOf } from './deployed';

/** Settings that drift cannot show, with the reason or what shows them instead. */
const unseen: Readonly<Record<string, string>> = {
  'aws_cognito_user_pool_client.generate_secret': 'only used to create a client; Cognito does not store it',
  'aws_lambda_function.source_code_hash': 'the requested value; `code_sha256` is the actual one',
  'aws_lambda_invocation.input': 'an invocation is an action; there is nothing to read',
};

type Value = unknown;

/** Replacements for enumerated values: the provider rejects any other value in a state. */
const others: Readonly<Record<string, string>> = {
  ALLOW_REFRESH_TOKEN_AUTH: 'ALLOW_CUSTOM_AUTH',
  ENABLED: 'LEGACY',
  code: 'implicit',
  hours: 'minutes',
  minutes: 'hours',
};

/** Attributes that identify a resource to the provider. */
const keys = ['bucket', 'id', 'user_pool_id'];

/** A different value of the same shape; undefined if nothing in it could differ. */
function otherThan(value: Value): Value {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return otherText(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    const other = otherThan(value[0]);
    return other === undefined ? undefined : [other, ...value.slice(1)];
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const other = otherThan(part);
    if (other !== undefined) return { ...value, [name]: other };
  }
  return undefined;
}

/** JSON documents stay valid JSON, since a provider may not read anything else. */
function otherText(text: string): string | undefined {
  if (text === '') return undefined;
  if (!text.startsWith('{')) return others[text] ?? `${text}x`;
  const document = JSON.parse(text);
  const other = otherThan(document.Statement ? { Statement: document.Statement } : document) as object;
  return JSON.stringify({ ...document, ...other });
}

async function putState({ loaded, endpoint }: Applied, stack: StackInfo, state: State): Promise<void> {
  const client = new S3Client(
    access({ endpoint, region: stack.region, accountId: accountId(loaded.environment, stack.account) }),
  );
  const Bucket = stateBucket(loaded.environment, stack.account);
  const Key = stateKey(stack.region, stack.stack);
  await client.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(state) }));
  client.destroy();
}

/** Changes all guarded attributes of one resource of each type in a state, so that they differ from AWS. */
function withOtherValues(state: State): {
  state: State;
  changed: { address: string; type: string; name: string }[];
} {
  const changed: { address: string; type: string; name: string }[] = [];
  const seen = new Set<string>();
  const resources = state.resources.map((resource) => {
    const { mode, type, instances } = resource;
    const [instance, ...others] = instances;
    if (mode !== 'managed' || !instance || seen.has(type)) return resource;
    seen.add(type);
    const attributes = { ...instance.attributes };
    for (const [name, value] of Object.entries(attributes)) {
      const other = isGuardedInAws(type, name) && !keys.includes(name) ? otherThan(value) : undefined;
      if (other === undefined) continue;
      attributes[name] = other;
      changed.push({ address: addressOf(resource), type, name });
    }
    return { ...resource, instances: [{ ...instance, attributes }, ...others] };
  });
  return { state: { ...state, serial: state.serial + 1, resources }, changed };
}

/** Runs before any edit. The states are restored. */
export function drift(of: () => Applied): void {
  const look = async () => {
    const { code, stdout, stderr } = await of().start('drift', '--env', 'every', '--json').ended;
    if (code !== 0 && code !== 3) throw new Error(`exit ${code}\n${stdout}\n${stderr}`);
    return { code, model: JSON.parse(stdout) as { drifted: boolean; model: ReviewModel } };
  };

  test('there is no drift if nothing was changed', async () => {
    const { code, model } = await look();
    expect(model.model.stacks.flatMap(({ changes }) => changes)).toEqual([]);
    expect(code).toBe(0);
  });

  test('every guarded attribute is reported if AWS has a different value', async () => {
    const stacks = stacksOf(of().loaded);
    const before = await Promise.all(stacks.map((stack) => stateOf(of(), stack)));
    const expected: string[] = [];
    try {
      for (const [index, stack] of stacks.entries()) {
        const { state, changed } = withOtherValues(before[index] as State);
        expected.push(...changed.map(({ address, name }) => `${stack.id} ${address} ${name}`));
        await putState(of(), stack, state);
      }
      const { code, model } = await look();
      expect(code).toBe(3);
      const found = new Set(
        model.model.stacks.flatMap(({ stack, changes }) =>
          changes
            .filter(({ section }) => section === 'drift')
            .flatMap(({ address, action, attributes }) =>
              // A resource whose identifying setting differs is reported as deleted.
              action === 'delete'
                ? [`${stack.id} ${address}`]
                : attributes.map(({ path }) => `${stack.id} ${address} ${path.split(/[.[]/)[0]}`),
            ),
        ),
      );
      const settings = (names: readonly string[]) =>
        new Set(names.map((name) => name.replace(/^\S+ (\w+)\.\S+ (\w+)$/, '$1.$2')));
      expect(expected.length).toBeGreaterThan(100);
      const missed = settings(
        expected.filter((name) => !found.has(name) && !found.has(name.replace(/ \w+$/, ''))),
      );
      expect([...missed].sort()).toEqual(Object.keys(unseen).sort());
    } finally {
      for (const [index, stack] of stacks.entries())
        await putState(of(), stack, {
          ...(before[index] as State),
          serial: (before[index] as State).serial + 2,
        });
    }
  });
}
