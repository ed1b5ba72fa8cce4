import type { EnvironmentCheck } from './check';

/** Gates stand between waves, and have to look at something. */
export const gatesOfWaves: EnvironmentCheck = ({ file, environment: { rollout } }) => {
  if (!rollout?.gates) return [];
  const { alarms, decisions, signIns, soakMinutes } = rollout.gates;
  return [
    ...(rollout.wavesOverlap
      ? [
          {
            file,
            path: ['rollout', 'gates'],
            message: 'waves overlap, so there is nothing between them where a gate could stand',
            remedy: 'remove wavesOverlap, or the gates',
          },
        ]
      : []),
    ...(alarms.length === 0 && !decisions && signIns === 0 && soakMinutes === 0
      ? [
          {
            file,
            path: ['rollout', 'gates'],
            message: 'these gates look at nothing, and every wave would pass',
            remedy: 'name alarms, or write decisions: true or signIns: 3',
          },
        ]
      : []),
  ];
};
