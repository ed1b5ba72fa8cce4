import type { CommandResult } from '../../cli/context';
import { exitCodes, failure } from '../../cli/errors';
import type { StepsRun } from '../../tenant/run-steps';
import { describeProof, type Proof } from './assertion';
import { type SigningCertificate, short } from './certificate';
import type { Checked } from './check';
import type { DocumentFile } from './document-file';
import type { Seen } from './look';
import { certificatesOf, type Metadata, readMetadata, withCarried, withoutCarried } from './metadata';
import { certificatesIn, nextStep } from './next-step';
import { parseXml } from './xml';

/** What a rotation needs. */
export interface Rotation {
  /** Name of the provider, for messages. */
  name: string;
  file: DocumentFile;
  /** What Cognito has in each region. */
  look(): Promise<Seen[]>;
  /** Rolls out the provider's stacks through review and guard. */
  rollOut(): Promise<CommandResult>;
  /** The provider's new document, if given. */
  next?: Checked | undefined;
  /** The assertion, if given. */
  proof?: Proof | undefined;
  /** The operator states that the provider signs with its new certificate. */
  stated: boolean;
  now: Date;
}

/** The outcome. `waiting`: both certificates are accepted until the provider is known to have switched. */
export interface RotationEnd {
  outcome: 'rotated' | 'waiting' | 'unchanged' | 'stopped';
  /** The last rollout, if there was one; `stopped`: it did not finish. */
  rollout?: CommandResult;
  proofs: string[];
}

/** A rotation takes at most four steps; more means that someone else is working against it. */
const mostSteps = 8;

const read = (text: string): Metadata => readMetadata(parseXml(text));

/** Everything that a region or the file uses and the new document lacks, except certificates that no longer work. */
export function toCarry(
  documents: readonly Metadata[],
  own: readonly SigningCertificate[],
  now: Date,
): SigningCertificate[] {
  const known = new Map(documents.flatMap((one) => certificatesOf(one)).map((one) => [one.fingerprint, one]));
  for (const { fingerprint } of own) known.delete(fingerprint);
  return [...known.values()].filter(({ until }) => until > now);
}

/** How the provider is known to have switched; undefined if it is not. */
function switchedBy({ proof, stated }: Rotation, file: Metadata): string | undefined {
  const own = certificatesOf(file, false).map(({ fingerprint }) => fingerprint);
  if (proof && own.includes(proof.signer.fingerprint)) return describeProof(proof);
  return stated ? 'stated by the operator' : undefined;
}

/** Performs steps until none is left. The state is read again before each, from AWS and the file. */
export async function rotateMetadata(run: StepsRun, rotation: Rotation): Promise<RotationEnd> {
  const { name, file, next, now } = rotation;
  const proofs = rotation.proof ? [describeProof(rotation.proof)] : [];
  let rollout: CommandResult | undefined;
  let did = false;
  const ended = (outcome: RotationEnd['outcome']): RotationEnd => ({
    outcome,
    ...(rollout && { rollout }),
    proofs,
  });
  for (let steps = 0; steps < mostSteps; steps++) {
    const seen = await rotation.look();
    const current = read(file.read());
    const inRegions = seen.map(({ document = '' }) => read(document));
    const switched = switchedBy(rotation, current);
    const step = nextStep(
      { file: certificatesIn(current), regions: inRegions.map(certificatesIn) },
      { wanted: next?.certificates.map(({ fingerprint }) => fingerprint), switched: switched !== undefined },
    );
    if (step === 'done') return ended(did ? 'rotated' : 'unchanged');
    if (step === 'wait') return ended('waiting');
    if (step === 'stop')
      throw failure(
        `${name}: Cognito uses a certificate that its file lacks, so the file is not the newest`,
        'fetch the commit with the newest file; or give the document of the provider again: --metadata',
      );
    did = true;
    if (step === 'put in' && next) {
      const carried = toCarry([current, ...inRegions], next.certificates, now);
      const intent = {
        certificates: next.certificates.map(short),
        signer: next.signer ? short(next.signer) : 'nobody',
        carried: carried.map(short),
      };
      await run.always('put in', intent, async () => {
        file.write(withCarried(next.text, carried));
        return {};
      });
    } else if (step === 'drop') {
      const intent = { carried: certificatesOf(current, true).map(short), proof: switched };
      if (switched && !proofs.includes(switched)) proofs.push(switched);
      await run.always('drop', intent, async () => {
        file.write(withoutCarried(file.read()));
        return { proof: switched };
      });
    } else {
      const { result } = await run.always('roll out', {}, async () => {
        rollout = await rotation.rollOut();
        return { result: rollout.exitCode ?? exitCodes.done };
      });
      if (result !== exitCodes.done) return ended('stopped');
    }
  }
  throw failure(
    `${name}: the rotation does not finish, so someone else must be changing it too`,
    'find out who, then run it again',
  );
}
