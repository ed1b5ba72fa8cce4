import type { APIGatewaySimpleAuthorizerResult } from 'aws-lambda';

/** Lambda's entry: refuses every request. */
export const handler = async (): Promise<APIGatewaySimpleAuthorizerResult> => ({ isAuthorized: false });
