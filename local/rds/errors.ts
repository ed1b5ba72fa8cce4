/** The client is gone, or speaks something else. */
export class Gone extends Error {}

/** What ends a connection and is told to the client, with PostgreSQL's code of five letters. */
export class Fatal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
