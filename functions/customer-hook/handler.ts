import { customerHook } from '../catalogue';
import { hook } from '../shared/hook';
import { databaseBudget } from './budget';
import { customerClaims } from './claims';
import { readConfig } from './config';
import { openDatabase } from './database';

/** Lambda's entry: `roles` and `customer_id` in the access tokens of customers, or no token. */
export const handler = hook(customerHook, () =>
  customerClaims(openDatabase(readConfig(process.env), databaseBudget)),
);
