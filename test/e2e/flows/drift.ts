import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { accountId, stateBucket, stateKey } from '../../../environments/names';
import { isGuardedInAws } from '../../../scripts/review/guarded';
import type { ReviewModel } from '../../../scripts/review/model';
import { type StackInfo, stacksOf } from '../../../scripts/selection/stacks';
import { access } from '../fleet/cloud';
import type { Applied } from './applied';
import { addressOf, type State, stateOf } from './deployed';

/** Settings that drift cannot show, each with what does instead. */
const unseen: Readonly<Record<string, string>> = {
  'aws_cognito_user_pool_client.generate_secret':
    'how a client was made; Cognito knows no such setting afterwards',
  'aws_lambda_function.source_code_hash': 'what was asked for; `code_sha256` says what stands',
  'aws_lambda_invocation.input': 'an invocation is an act, and nothing that could be looked at',
};

type Value = unknown;

/** Values of which the provider knows all there are, and reads no other from a state. */
const others: Readonly<Record<string, string>> = {
  ALLOW_REFRESH_TOKEN_AUTH: 'ALLOW_CUSTOM_AUTH',
  ENABLED: 'LEGACY',
  code: 'implicit',
  hours: 'minutes',
  minutes: 'hours',
};

/** By what a provider finds a resource again. */
const keys = ['bucket', 'id', 'user_pool_id'];

/** Another value of the same shape; undefined where there is nothing in it that could differ. */
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

/** A document stays one: a provider may not read another at all. */
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

/** Everything that is guarded, of one resource of each type in a stack: its state says another value than AWS has. */
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

/** Before anything is changed by an edit. The states are put back. */
export function drift(of: () => Applied): void {
  const look = async () => {
    const { code, stdout, stderr } = await of().start('drift', '--env', 'every', '--json').ended;
    if (code !== 0 && code !== 3) throw new Error(`exit ${code}\n${stdout}\n${stderr}`);
    return { code, model: JSON.parse(stdout) as { drifted: boolean; model: ReviewModel } };
  };

  test('nothing has drifted where nobody has touched anything', async () => {
    const { code, model } = await look();
    expect(model.model.stacks.flatMap(({ changes }) => changes)).toEqual([]);
    expect(code).toBe(0);
  });

  test('whatever is guarded is found and named when AWS has another value', async () => {
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
              // What is found by a setting that differs is gone as a whole.
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
