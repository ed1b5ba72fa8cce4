/** The client has disconnected, or doesn't speak the protocol. */
export class Gone extends Error {}

/** An error that ends a connection and is sent to the client, with PostgreSQL's five-character code. */
export class Fatal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
