import type { Finding } from '../loading/finding';
import { nearest, suggest } from '../loading/suggest';
import type { EnvironmentCheck } from './check';

/** Routes lead to backends that there are, backends are led to, and production has no sample. */
export const edgeBackends: EnvironmentCheck = ({ file, environment: { edge, production } }) => {
  if (!edge) return [];
  const names = Object.keys(edge.backends);
  // Where a route has a backend's name nearly right, that is the mistake, and is reported.
  const meant = (backend: string) => (names.includes(backend) ? backend : nearest(backend, names));
  const used = new Set(edge.routes.map(({ backend }) => meant(backend)));
  return [
    ...edge.routes.flatMap(({ backend }, index): Finding[] =>
      names.includes(backend)
        ? []
        : [
            {
              file,
              path: ['edge', 'routes', index, 'backend'],
              cause: `${file}: backend ${backend}`,
              message: 'the edge has no backend of this name',
              remedy: suggest(backend, names),
            },
          ],
    ),
    ...Object.entries(edge.backends).flatMap(([name, { sample }]): Finding[] => [
      ...(used.has(name)
        ? []
        : [
            {
              file,
              path: ['edge', 'backends', name],
              value: name,
              message: 'no route leads to this backend',
              remedy: 'remove it, or name it in a route',
            },
          ]),
      ...(production && sample
        ? [
            {
              file,
              path: ['edge', 'backends', name, 'sample'],
              message: 'the sample backend shows every caller what the edge passed on: not in production',
              remedy: "write the backend's url: { url: 'https://…' }",
            },
          ]
        : []),
    ]),
  ];
};
