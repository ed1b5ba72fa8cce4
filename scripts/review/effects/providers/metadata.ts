import type { Effect } from '../../model';
import { without } from '../values';
import { count, shownUrl } from '../words';
import type { BothSides } from './provider';

const certificate = /<(?:[\w.-]+:)?X509Certificate[^>]*>([^<]*)<\/(?:[\w.-]+:)?X509Certificate>/g;

/** The document without insignificant white space. */
const normal = (document: string) =>
  document
    .replace(certificate, (element) => element.replace(/(?<=>)[^<]*/, (text) => text.replace(/\s/g, '')))
    .replace(/\s+/g, ' ')
    .replace(/ ?([<>]) ?/g, '$1')
    .trim();

/** A document's certificates. */
const certificates = (document: string) =>
  [...normal(document).matchAll(certificate)].map(([, text = '']) => text);

/** The document without its certificates. */
const frame = (document: string) => normal(document).replace(certificate, '');

/**
 * A SAML provider's metadata: it says where to sign in, and whose signatures are trusted. Cognito re-reads a
 * URL periodically, so whoever serves the URL controls both.
 */
export function metadataEffects({ before, after, path, unknown }: BothSides): Effect[] {
  if (unknown('details', 'MetadataURL') || unknown('details', 'MetadataFile')) return [];
  const effect = (key: string, what: string): Effect => ({
    id: 'provider-metadata',
    what,
    path: path('details', key),
  });
  const [oldUrl, url] = [before.details.MetadataURL, after.details.MetadataURL];
  const [oldFile, file] = [before.details.MetadataFile, after.details.MetadataFile];
  if (oldUrl !== url) {
    const shown = (one: string | undefined) =>
      one === undefined ? 'a document in our files' : shownUrl(one);
    return [effect('MetadataURL', `metadata would come from ${shown(url)}, now ${shown(oldUrl)}`)];
  }
  const [old, next] = [oldFile ?? '', file ?? ''];
  if (normal(old) === normal(next)) return [];
  const added = without(certificates(next), certificates(old)).length;
  const effects: Effect[] = [];
  if (added > 0)
    effects.push({
      id: 'provider-certificate',
      what: `signatures of ${count(added, 'new certificate')} would be trusted`,
      path: path('details', 'MetadataFile'),
    });
  // A removed or moved certificate is reported too: it may be for signing in only one of its places.
  if (added === 0 || frame(old) !== frame(next))
    effects.push(effect('MetadataFile', 'the content of the metadata document would change'));
  return effects;
}
