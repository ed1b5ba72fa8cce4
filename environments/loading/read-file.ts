import type { z } from 'zod';
import type { Finding, Source } from './finding';
import { schemaFindings, validParts } from './schema-findings';
import { readText } from './text-file';

/** One file: what was read, what is wrong with it, and its valid parts. */
export interface Read<T> {
  source: Source;
  findings: Finding[];
  parts: Partial<T>;
}

type Parse = (text: string) => { source: Source; findings: Finding[] };

/** Reads a file of one kind, and reports everything wrong with it as findings. */
export function readFile<S extends z.ZodRawShape>(
  root: string,
  file: string,
  schema: z.ZodObject<S>,
  parse: Parse,
): Read<z.infer<z.ZodObject<S>>> {
  const { text, findings } = readText(root, file);
  if (text === undefined) return { source: { file, value: undefined }, findings, parts: {} };
  const read = readGiven(file, text, schema, parse);
  return { ...read, findings: [...findings, ...read.findings] };
}

/** The same for text that is not in a file, or not yet. */
export function readGiven<S extends z.ZodRawShape>(
  file: string,
  text: string,
  schema: z.ZodObject<S>,
  parse: Parse,
): Read<z.infer<z.ZodObject<S>>> {
  const { source, findings: ofForm } = parse(text);
  // A duplicate key could mean either value, so checks across files use neither.
  const unclear = new Set(ofForm.map(({ path: [key] }) => key));
  if (source.value === undefined) return { source, findings: ofForm, parts: {} };
  return {
    source,
    findings: [...ofForm, ...schemaFindings(schema, file, source.value)],
    parts: Object.fromEntries(
      Object.entries(validParts(schema, source.value)).filter(([key]) => !unclear.has(key)),
    ) as Partial<z.infer<z.ZodObject<S>>>,
  };
}
