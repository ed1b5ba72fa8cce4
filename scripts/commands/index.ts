import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { registerCapacity } from './capacity';
import { registerCheck } from './check';
import { registerDemo } from './demo';
import { registerDrift } from './drift';
import { registerLedger } from './ledger';
import { registerLocal } from './local';
import { registerPlan } from './plan';
import { registerPolicy } from './policy';
import { registerProbe } from './probe';
import { registerReview } from './review';
import { registerRollout } from './rollout';
import { registerRotate } from './rotate';
import { registerSchema } from './schema';
import { registerState } from './state';
import { registerStatus } from './status';
import { registerSynth } from './synth';
import { registerTenant } from './tenant';
import { registerUser } from './user';

/** Adds every command to the program. */
export function registerCommands(program: Command, run: Run): void {
  for (const register of [
    registerCheck,
    registerSchema,
    registerSynth,
    registerPlan,
    registerReview,
    registerRollout,
    registerStatus,
    registerDrift,
    registerLedger,
    registerState,
    registerPolicy,
    registerProbe,
    registerTenant,
    registerCapacity,
    registerUser,
    registerRotate,
    registerLocal,
    registerDemo,
  ])
    register(program, run);
}
