import { AwsError } from '../aws-error';
import type { Secret, Version } from './secret';

export const invalid = (message: string) => new AwsError('InvalidParameterException', message);

/**
 * Attaches a label to a version. The version that loses AWSCURRENT to it gets AWSPREVIOUS (API reference,
 * PutSecretValue).
 */
function attach({ labels }: Secret, label: string, version: string): void {
  const before = labels.get(label);
  if (before === version) return;
  labels.set(label, version);
  if (label !== 'AWSCURRENT') return;
  if (before !== undefined) labels.set('AWSPREVIOUS', before);
  else if (labels.get('AWSPREVIOUS') === version) labels.delete('AWSPREVIOUS');
}

const sameValue = (one: Version['value'], other: Version['value']) =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Adds a version with these labels; a secret's first version also gets AWSCURRENT. Versions never change: the same
 * value with the same id has no effect, and another value is refused (API reference, PutSecretValue,
 * ClientRequestToken).
 */
export function addVersion(
  secret: Secret,
  { id, value, labels, now }: { id: string; value: Version['value']; labels: readonly string[]; now: number },
): void {
  const known = secret.versions.get(id);
  if (known && sameValue(known.value, value)) return;
  if (known)
    throw new AwsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  const first = secret.versions.size === 0;
  secret.versions.set(id, { value, created: now });
  for (const label of first ? new Set(['AWSCURRENT', ...labels]) : labels) attach(secret, label, id);
  secret.changed = now;
}

/**
 * Moves, adds or removes a label. Moving an attached label requires that the request names its current version;
 * AWSCURRENT is always attached to a version (API reference, UpdateSecretVersionStage).
 */
export function moveLabel(
  secret: Secret,
  {
    label,
    from,
    to,
    now,
  }: { label: string; from?: string | undefined; to?: string | undefined; now: number },
): void {
  if (from === undefined && to === undefined)
    throw invalid('You must specify RemoveFromVersionId, MoveToVersionId, or both.');
  for (const id of [from, to])
    if (id !== undefined && !secret.versions.has(id))
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret version: ${id}.`,
      );
  const attached = secret.labels.get(label);
  if (from !== undefined && attached !== from)
    throw invalid(`The staging label ${label} is not attached to version ${from}.`);
  if (from === undefined && attached !== undefined && attached !== to)
    throw invalid(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${attached}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  if (to === undefined) {
    if (label === 'AWSCURRENT')
      throw invalid('You can only move staging label AWSCURRENT to a different secret version.');
    secret.labels.delete(label);
  } else attach(secret, label, to);
  secret.changed = now;
}
