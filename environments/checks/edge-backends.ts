import type { Finding } from '../loading/finding';
import { nearest, suggest } from '../loading/suggest';
import type { EnvironmentCheck } from './check';

/** Every route has a backend, every backend a route, and production has no sample backend. */
export const edgeBackends: EnvironmentCheck = ({ file, environment: { edge, production } }) => {
  if (!edge) return [];
  const names = Object.keys(edge.backends);
  // A route that nearly has the backend's name is the actual mistake, and is reported.
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
              message:
                'the sample backend shows every caller what the edge forwarded, so production must not have one',
              remedy: "write the backend's url: { url: 'https://…' }",
            },
          ]
        : []),
    ]),
  ];
};
