import fc from 'fast-check';
import type { KeyAndCertificate } from '../../../../local/certificate';
import {
  readCertificate,
  type SigningCertificate,
} from '../../../../scripts/rotate/saml-metadata/certificate';
import { checkDocument } from '../../../../scripts/rotate/saml-metadata/check';
import { certificatesOf, readMetadata } from '../../../../scripts/rotate/saml-metadata/metadata';
import { rotateMetadata, toCarry } from '../../../../scripts/rotate/saml-metadata/rotate-metadata';
import { parseXml } from '../../../../scripts/rotate/saml-metadata/xml';
import type { StepsRun } from '../../../../scripts/tenant/run-steps';
import { keys, metadata, now } from './documents';

const read = ({ certificate }: { certificate: string }) => readCertificate(certificate) as SigningCertificate;
const parsed = (text: string) => readMetadata(parseXml(text));
const documentOf = (...certificates: KeyAndCertificate[]) => {
  const { checked } = checkDocument(metadata({ certificates }), {
    inUse: { certificates: [] },
    now,
    noticeDays: 30,
  });
  if (!checked) throw new Error('no good document');
  return checked;
};
const killed = new Error('killed');

/** Two regions of Cognito, a file, and a provider; people sign in whenever anything has changed. */
class World {
  file = metadata({ certificates: [keys.old] });
  regions = [this.file, this.file];
  signsWith = keys.old;
  steps: { id: string; intent: object; result?: object }[] = [];
  refused = 0;
  rollouts = 0;
  rolloutFails = false;

  private write(text: string): void {
    this.file = text;
  }

  /** @param dieAt the moment that kills the run: two for each step, and one in the middle of each rollout */
  run(options: { next?: KeyAndCertificate[]; proof?: KeyAndCertificate; stated?: boolean }, dieAt = -1) {
    let moments = 0;
    const moment = () => {
      const accepts = (text: string) =>
        certificatesOf(parsed(text)).some(
          ({ fingerprint }) => fingerprint === read(this.signsWith).fingerprint,
        );
      if (!this.regions.every(accepts)) this.refused++;
      if (moments++ === dieAt) throw killed;
    };
    const always: StepsRun['always'] = async (id, intent, act) => {
      const step: World['steps'][number] = { id, intent };
      this.steps.push(step);
      moment();
      const result = await act(() => {});
      moment();
      step.result = result;
      return result;
    };
    const { next, proof, stated = false } = options;
    return rotateMetadata({ always } as StepsRun, {
      name: 'acme',
      file: { read: () => this.file, write: (text) => this.write(text) },
      look: async () => this.regions.map((document, index) => ({ document, region: `r${index}` }) as never),
      rollOut: async () => {
        this.rollouts++;
        if (this.rolloutFails) return { data: {}, text: 'blocked', exitCode: 3 };
        for (const index of this.regions.keys()) {
          this.regions[index] = this.file;
          moment();
        }
        return { data: {}, text: '' };
      },
      next: next && documentOf(...next),
      proof: proof && { signer: read(proof), issued: now },
      stated,
      now,
    });
  }

  /** Until it is no longer killed. */
  async finish(options: Parameters<World['run']>[0], kills: readonly number[]) {
    for (const dieAt of kills)
      await this.run(options, dieAt).catch((error) => {
        if (error !== killed) throw error;
      });
    return this.run(options);
  }

  certificates = () =>
    [this.file, ...this.regions].map((text) =>
      certificatesOf(parsed(text)).map(({ fingerprint }) => fingerprint),
    );
}

const fingerprint = (key: KeyAndCertificate) => read(key).fingerprint;

test('both are accepted until the provider has switched; then the old one is removed', async () => {
  const world = new World();
  expect(await world.run({ next: [keys.next] })).toMatchObject({ outcome: 'waiting', proofs: [] });
  expect(world.certificates()).toEqual(Array(3).fill([fingerprint(keys.old), fingerprint(keys.next)]));
  expect(world.steps.map(({ id }) => id)).toEqual(['put in', 'roll out']);

  expect(await world.run({ next: [keys.next] })).toMatchObject({ outcome: 'waiting' });
  const still = await world.run({ proof: keys.old });
  expect(still).toEqual({
    outcome: 'waiting',
    proofs: [expect.stringContaining(fingerprint(keys.old).slice(0, 11))],
  });
  expect(world.steps).toHaveLength(2);

  world.signsWith = keys.next;
  const done = await world.run({ proof: keys.next });
  expect(done).toMatchObject({
    outcome: 'rotated',
    proofs: [expect.stringContaining('an assertion of 2026-11-30')],
  });
  expect(world.certificates()).toEqual(Array(3).fill([fingerprint(keys.next)]));
  expect(world.steps.slice(2).map(({ id, result }) => [id, result])).toEqual([
    ['drop', { proof: done.proofs[0] }],
    ['roll out', { result: 0 }],
  ]);
  expect(await world.run({})).toEqual({ outcome: 'unchanged', proofs: [] });
  expect(world.refused).toBe(0);
});

test('killed at any moment, however often, it refuses no one and ends the same', async () => {
  const kills = fc.array(fc.nat(6), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(kills, kills, async (before, after) => {
      const world = new World();
      expect((await world.finish({ next: [keys.next] }, before)).outcome).toBe('waiting');
      world.signsWith = keys.next;
      expect((await world.finish({ proof: keys.next }, after)).outcome).toMatch(/rotated|unchanged/);
      expect(world.certificates()).toEqual(Array(3).fill([fingerprint(keys.next)]));
      expect(world.refused).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test('a third certificate added in between is accepted beside the other two, which stay', async () => {
  const world = new World();
  await world.run({ next: [keys.next] });
  world.signsWith = keys.next;
  expect(await world.run({ next: [keys.later] })).toMatchObject({ outcome: 'waiting' });
  expect(world.certificates()[1]).toHaveLength(3);
  world.signsWith = keys.later;
  expect(await world.run({ proof: keys.later })).toMatchObject({ outcome: 'rotated' });
  expect(world.certificates()).toEqual(Array(3).fill([fingerprint(keys.later)]));
  expect(world.refused).toBe(0);
});

test('the operator may state that it has switched, and the record says that it was only stated', async () => {
  const world = new World();
  const done = await world.run({ next: [keys.next], stated: true });
  expect(done).toMatchObject({ outcome: 'rotated', proofs: ['stated by the operator'] });
  expect(world.rollouts).toBe(2);
});

test('a document that is already in changes nothing', async () => {
  const world = new World();
  expect(await world.run({ next: [keys.old] })).toEqual({ outcome: 'unchanged', proofs: [] });
  expect(world.steps).toEqual([]);
});

test('an unfinished rollout stops it, and the next run continues from there', async () => {
  const world = new World();
  world.rolloutFails = true;
  expect(await world.run({ next: [keys.next] })).toMatchObject({
    outcome: 'stopped',
    rollout: { exitCode: 3 },
  });
  world.rolloutFails = false;
  expect(await world.run({})).toMatchObject({ outcome: 'waiting' });
  expect(world.refused).toBe(0);
});

test('with an outdated file, nothing is rolled out; with the document, it continues', async () => {
  const world = new World();
  const former = world.file;
  await world.run({ next: [keys.next] });
  world.file = former;
  await expect(world.run({ stated: true })).rejects.toThrow('the file is not the newest');
  expect(world.regions[0]).not.toBe(former);
  expect(await world.run({ next: [keys.later] })).toMatchObject({ outcome: 'waiting' });
  // What only the regions knew is not lost.
  expect(world.certificates()).toEqual(Array(3).fill([keys.old, keys.next, keys.later].map(fingerprint)));
});

test('expired certificates are not carried over, nor those that the new document has itself', () => {
  const documents = [
    metadata({ certificates: [keys.old, keys.expired] }),
    metadata({ certificates: [keys.later, keys.old] }),
  ];
  const carried = toCarry(documents.map(parsed), [read(keys.later)], now);
  expect(carried.map((one) => one.fingerprint)).toEqual([fingerprint(keys.old)]);
});
