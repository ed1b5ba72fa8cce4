import type { Place } from '../place';
import type { Tags } from '../tags';

/** A value of a secret. Nothing ever changes it. */
export interface Version {
  value: { SecretString: string } | { SecretBinary: string };
  /** Seconds since 1970. */
  created: number;
}

/** A secret as it is kept; gone when the process ends. */
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
  /** From when on it is gone for good, where somebody has deleted it. */
  deletion?: number;
  /** By id. */
  versions: Map<string, Version>;
  /** The version that a label is attached to: a label is attached to one version only. */
  labels: Map<string, string>;
}

/** Labels of a version, by name. A version without any is deprecated, and nobody lists it. */
export const labelsOf = ({ labels }: Pick<Secret, 'labels'>, version: string): string[] =>
  [...labels].flatMap(([label, id]) => (id === version ? [label] : [])).sort();
