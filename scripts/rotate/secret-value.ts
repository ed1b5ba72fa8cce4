import { inspect } from 'node:util';
import { failure, messageOf } from '../cli/errors';

/** A secret in memory. Printing it, joining it to text or writing it as JSON yields three stars. */
export class SecretValue {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The actual secret, for the request that carries it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}

/** The forms in which a value appears in text: as is, in JSON, and URL-encoded. */
const writtenAs = (text: string) => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)];

/** Runs work that handles secret values; no error that it throws repeats one of them. */
export async function hidingValues<T>(values: ReadonlySet<SecretValue>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const said = messageOf(error);
    const message = [...values]
      // An empty value would match everywhere.
      .map((value) => value.reveal())
      .filter((text) => text.trim())
      .flatMap(writtenAs)
      .reduce((text, written) => text.replaceAll(written, '***'), said);
    throw message === said ? error : failure(message);
  }
}
