import type { ClientConfig } from '../aws/credentials';

/** How to load each service: a pass loads only those whose resources are missing. */
const loaders = {
  async apigateway(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-apigatewayv2');
    return { sdk, client: new sdk.ApiGatewayV2Client(config) };
  },
  async cloudwatch(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-cloudwatch');
    return { sdk, client: new sdk.CloudWatchClient(config) };
  },
  async cognito(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-cognito-identity-provider');
    return { sdk, client: new sdk.CognitoIdentityProviderClient(config) };
  },
  async dynamodb(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-dynamodb');
    return { sdk, client: new sdk.DynamoDBClient(config) };
  },
  async iam(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-iam');
    return { sdk, client: new sdk.IAMClient(config) };
  },
  async identity(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-cognito-identity');
    return { sdk, client: new sdk.CognitoIdentityClient(config) };
  },
  async kms(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-kms');
    return { sdk, client: new sdk.KMSClient(config) };
  },
  async lambda(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-lambda');
    return { sdk, client: new sdk.LambdaClient(config) };
  },
  async logs(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs');
    return { sdk, client: new sdk.CloudWatchLogsClient(config) };
  },
  async permissions(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-verifiedpermissions');
    return { sdk, client: new sdk.VerifiedPermissionsClient(config) };
  },
  async s3(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-s3');
    return { sdk, client: new sdk.S3Client(config) };
  },
  async ses(config: ClientConfig) {
    const sdk = await import('@aws-sdk/client-sesv2');
    return { sdk, client: new sdk.SESv2Client(config) };
  },
};

type Loaders = typeof loaders;
export type Service = keyof Loaders;

/** A service's SDK and a client. */
export type Loaded<S extends Service> = Awaited<ReturnType<Loaders[S]>>;

/** Clients of one pass, one per service and region. */
export interface Clients {
  use<S extends Service>(service: S, region: string): Promise<Loaded<S>>;
  /** Closes their connections. */
  destroy(): Promise<void>;
}

/** @param access the role's credentials in a region */
export function clientsWith(access: (region: string) => Promise<ClientConfig>): Clients {
  const configs = new Map<string, Promise<ClientConfig>>();
  const made = new Map<string, Promise<Loaded<Service>>>();
  const configOf = (region: string) => {
    const config = configs.get(region) ?? access(region);
    configs.set(region, config);
    return config;
  };
  const make = async (service: Service, region: string) =>
    // A tenant has a dozen resources, all requested concurrently: in adaptive mode the SDK slows down when throttled.
    loaders[service]({ ...(await configOf(region)), retryMode: 'adaptive', maxAttempts: 10 } as ClientConfig);
  return {
    use<S extends Service>(service: S, region: string) {
      const key = `${service} ${region}`;
      const client = made.get(key) ?? make(service, region);
      made.set(key, client);
      return client as Promise<Loaded<S>>;
    },
    async destroy() {
      for (const one of await Promise.allSettled(made.values()))
        if (one.status === 'fulfilled') one.value.client.destroy();
    },
  };
}
