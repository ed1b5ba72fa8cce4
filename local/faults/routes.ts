import { z } from 'zod';
import { localOperation } from '../dispatch';
import { awsError, json, type Service } from '../service';
import { faultsSchema } from './faults';
import type { FaultInjector } from './injector';

/** `PUT /_local/faults` replaces the faults; `GET /_local/faults` returns them. */
export const faultRoutes = (injector: FaultInjector): Service => ({
  operationOf: localOperation,
  operations: {
    'GET /_local/faults': () => json(200, injector.faults),
    'PUT /_local/faults': ({ body }) => {
      try {
        injector.set(faultsSchema.parse(JSON.parse(body.toString())));
        return json(200, injector.faults);
      } catch (error) {
        const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
        return awsError(400, 'ValidationException', why);
      }
    },
  },
});
