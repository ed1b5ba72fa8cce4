import { Tracer } from '@aws-lambda-powertools/tracer';
import { Denied } from './denied';

/**
 * Neither HTTP calls nor AWS clients are captured by themselves: what they would record of a failed call, its
 * message and stack, may hold values of the event. Spans hold names and reasons only.
 */
const tracer = new Tracer({ captureHTTPsRequests: false });
// Where nobody traces (no active tracing, the local AWS), nothing is sent, and nothing said about that either.
tracer.provider.setContextMissingStrategy('IGNORE_ERROR');

/** Runs a part of a call as a subsegment of X-Ray; `remote` for what another service does. */
export async function span<T>(name: string, run: () => Promise<T>, remote = false): Promise<T> {
  const parent = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
  if (!parent) return run();
  const own = parent.addNewSubsegment(name);
  if (remote) own.namespace = 'remote';
  tracer.setSegment(own);
  try {
    return await run();
  } catch (error) {
    own.addErrorFlag();
    own.addAnnotation('reason', error instanceof Denied ? error.reason : 'internal');
    throw error;
  } finally {
    own.close();
    tracer.setSegment(parent);
  }
}

/** Says of the current span what X-Ray can search by: which function, and whether it had to start first. */
export function annotate(service: string): void {
  tracer.putAnnotation('Service', service);
  tracer.annotateColdStart();
}
