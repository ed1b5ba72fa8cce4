import type { Place } from '../place';
import type { Tags } from '../tags';

/** A value of a secret. Immutable. */
export interface Version {
  value: { SecretString: string } | { SecretBinary: string };
  /** Seconds since 1970. */
  created: number;
}

/** A stored secret; lost when the process ends. */
export interface Secret extends Place {
  arn: string;
  name: string;
  description?: string | undefined;
  keyId?: string | undefined;
  tags: Tags;
  policy?: string;
  /** Seconds since 1970. */
  created: number;
  /** When it was last modified in any way. */
  changed: number;
  /** When a deleted secret is removed permanently. */
  deletion?: number;
  /** By id. */
  versions: Map<string, Version>;
  /** The version of each label: a label is attached to only one version. */
  labels: Map<string, string>;
}

/** Labels of a version, by name. A version without any is deprecated, and not listed. */
export const labelsOf = ({ labels }: Pick<Secret, 'labels'>, version: string): string[] =>
  [...labels].flatMap(([label, id]) => (id === version ? [label] : [])).sort();
