import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Lambda's entry: refuses every request. */
export const handler = async (): Promise<APIGatewayProxyStructuredResultV2> => ({ statusCode: 403 });
