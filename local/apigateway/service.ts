import type { LocalContext } from '../context';
import type { Service } from '../service';
import { control, isControl } from './control';
import { State } from './state';

/** HTTP APIs of API Gateway (version 2): their settings, and the APIs themselves. `now` is in milliseconds since 1970. */
export function apiGateway(_context: LocalContext, now: () => number = Date.now): Service {
  const state = new State();
  return {
    matches: isControl,
    handle: async (request) => control(state, request, new Date(now())),
  };
}
