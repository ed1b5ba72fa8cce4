import { compared, text, weakerIn } from '../compare';
import type { Rules } from '../rules';
import { alarm } from './alarms';
import { lambdaAlias, lambdaFunction } from './functions';
import { accessLog, logGroup } from './logs';

/** Functions, logs, alarms, and mail transport. */
export const runtimeRules: Rules = {
  aws_apigatewayv2_stage: [accessLog],
  aws_cloudwatch_log_group: [logGroup],
  aws_cloudwatch_metric_alarm: [alarm],
  aws_lambda_alias: [lambdaAlias],
  aws_lambda_function: [lambdaFunction],
  aws_sesv2_configuration_set: [
    compared({
      id: 'encryption-changed',
      path: 'delivery_options.tls_policy',
      of: text('OPTIONAL'),
      worse: weakerIn('OPTIONAL', 'REQUIRE'),
      what: () => 'mails with codes could travel without TLS',
    }),
  ],
};
