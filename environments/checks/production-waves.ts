import type { EnvironmentCheck } from './check';

/** In production every ring and region waits for those before it: that is the purpose of rings. */
export const productionWaves: EnvironmentCheck = ({ file, environment: { production, rollout } }) =>
  production && rollout?.wavesOverlap
    ? [
        {
          file,
          path: ['rollout', 'wavesOverlap'],
          message: 'a change would reach every ring and region of production at once',
          remedy: 'remove it, or write false',
        },
      ]
    : [];
