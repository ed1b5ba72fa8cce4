import { inspect } from 'node:util';
import { failure, messageOf } from '../cli/errors';

/** A secret in memory. Whatever prints it, joins it to a text or writes it as JSON shows three stars. */
export class SecretValue {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself, for the request that carries it. */
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

/** How a value stands in a text: as it is, in JSON, and in a form. */
const writtenAs = (text: string) => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)];

/** Runs what works with values; no error that it throws repeats one of them. */
export async function hidingValues<T>(values: ReadonlySet<SecretValue>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const said = messageOf(error);
    const message = [...values]
      // Nothing at all would be found everywhere.
      .map((value) => value.reveal())
      .filter((text) => text.trim())
      .flatMap(writtenAs)
      .reduce((text, written) => text.replaceAll(written, '***'), said);
    throw message === said ? error : failure(message);
  }
}
