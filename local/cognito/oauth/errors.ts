/**
 * A refusal of an OAuth endpoint: the error code of RFC 6749, and what is wrong in words.
 * The token endpoint answers it as JSON; the authorize endpoint sends it to the client's redirect URI.
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

/** A refusal that no client may be told by redirect, since who asks is not known: shown as a page. */
export class PageError extends Error {
  constructor(
    description: string,
    readonly status = 400,
  ) {
    super(description);
  }
}
