import { Tracer } from '@aws-lambda-powertools/tracer';
import { Denied } from './denied';

/**
 * HTTP calls and AWS clients are not captured automatically: what they would record of a failed call, its
 * message and stack, may contain values of the event. Spans contain only names and reasons.
 */
const tracer = new Tracer({ captureHTTPsRequests: false });
// Without active tracing (such as on the local AWS), nothing is sent, and nothing is logged about it.
tracer.provider.setContextMissingStrategy('IGNORE_ERROR');

/** Runs part of a call as an X-Ray subsegment; `remote` if another service does the work. */
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

/** Annotates the current span for X-Ray searches: the function, and whether this was a cold start. */
export function annotate(service: string): void {
  tracer.putAnnotation('Service', service);
  tracer.annotateColdStart();
}
