/** An error of an AWS API. `type` is AWS's exception name: SDKs map it to the class of that name. */
export class AwsError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
    /** Further members of the response. */
    readonly more: Record<string, unknown> = {},
  ) {
    super(message);
  }
}
