import type { EnvironmentCheck } from './check';

/** Gates run between waves, and must check something. */
export const gatesOfWaves: EnvironmentCheck = ({ file, environment: { rollout } }) => {
  if (!rollout?.gates) return [];
  const { alarms, decisions, signIns, soakMinutes } = rollout.gates;
  return [
    ...(rollout.wavesOverlap
      ? [
          {
            file,
            path: ['rollout', 'gates'],
            message: 'waves overlap, so no gate can run between them',
            remedy: 'remove wavesOverlap, or the gates',
          },
        ]
      : []),
    ...(alarms.length === 0 && !decisions && signIns === 0 && soakMinutes === 0
      ? [
          {
            file,
            path: ['rollout', 'gates'],
            message: 'these gates check nothing, so every wave would pass',
            remedy: 'name alarms, or write decisions: true or signIns: 3',
          },
        ]
      : []),
  ];
};
