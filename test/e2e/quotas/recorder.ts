import { callOf } from '../../../local/iam/operations';
import { parseRequest } from '../../../local/request';
import { type PassedOn, passOn } from '../pass-on';

/** What was asked of AWS, and when. */
export interface RecordedCall {
  /** Milliseconds since 1970. */
  at: number;
  /** `cognito-idp:CreateUserPool` */
  call: string;
}

/** An address that leads to the local AWS, and writes down all that is asked. */
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
