import { useLocalAws } from '../../../scripts/local/environment';

test('no real account is reachable from the local environment', () => {
  const env: NodeJS.ProcessEnv = {
    PATH: '/bin',
    AWS_PROFILE: 'production',
    AWS_SESSION_TOKEN: 'secret',
    AWS_ACCESS_KEY_ID: 'real',
    AWS_SECRET_ACCESS_KEY: 'real',
    AWS_ENDPOINT_URL_S3: 'https://elsewhere.example',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/x',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/',
    TF_VAR_role_arn: 'arn:aws:iam::123456789012:role/x',
  };
  useLocalAws(env, 'http://127.0.0.1:4566');
  expect(env).toEqual({
    PATH: '/bin',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
