import { callOf } from '../../../local/iam/operations';
import { parseRequest } from '../../../local/request';
import { type PassedOn, passOn } from '../pass-on';

/** A call to AWS, and its time. */
export interface RecordedCall {
  /** Milliseconds since 1970. */
  at: number;
  /** `cognito-idp:CreateUserPool` */
  call: string;
}

/** An endpoint that forwards to the local AWS and records all calls. */
export interface Recorder extends PassedOn {
  calls: RecordedCall[];
}

export async function startRecorder(endpoint: string): Promise<Recorder> {
  const calls: RecordedCall[] = [];
  const passed = await passOn(endpoint, (incoming, body, at) => {
    const asked = parseRequest(incoming, body, () => '');
    const call = asked.service ? callOf(asked) : undefined;
    if (call) calls.push({ at, call: `${call.service}:${asked.operation || call.operation}` });
  });
  return { ...passed, calls };
}
