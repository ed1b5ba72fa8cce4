/**
 * A refusal by an OAuth endpoint: RFC 6749's error code, and a description. The token endpoint returns it as JSON; the
 * authorize endpoint sends it to the client's redirect URI.
 */
export class OAuthError extends Error {
  constructor(
    readonly error: string,
    readonly description?: string,
    readonly status = 400,
  ) {
    super(description ?? error);
  }
}

/** A refusal shown as a page, not sent by redirect, because the client has not been verified. */
export class PageError extends Error {
  constructor(
    description: string,
    readonly status = 400,
  ) {
    super(description);
  }
}
