import { request } from 'node:http';
import { failure } from '../cli/errors';

/** The browser's current page. Status 0: its host, such as an application's, is outside the local network. */
export interface Page {
  url: URL;
  status: number;
  body: string;
}

interface Route {
  hosts: string;
  port: number;
}

const unescaped = (text: string) =>
  text
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(
      /&(quot|lt|gt|amp);/g,
      (_, name: string) => ({ quot: '"', lt: '<', gt: '>', amp: '&' })[name as 'amp'],
    );

const attribute = (tag: string, name: string) =>
  unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

/** Target and field values of a page's first form. Throws if the page has none. */
export function firstForm({ url, body }: Page): { action: string; fields: Record<string, string> } {
  const [form] = /<form[^>]*>.*?<\/form>/s.exec(body) ?? [];
  const [tag] = /<form[^>]*>/.exec(body) ?? [];
  if (!form || !tag) throw failure(`there is no form at ${url.origin}${url.pathname}`);
  const inputs = form.match(/<input[^>]*>/g) ?? [];
  return {
    action: new URL(attribute(tag, 'action'), url).href,
    fields: Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')])),
  };
}

/** The parts of a browser that a sign-in needs: cookies, redirects and forms, inside the local network. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();

  private constructor(private readonly routes: readonly Route[]) {}

  /** A browser in the network of a local AWS. */
  static async at(endpoint: string): Promise<Browser> {
    return new Browser((await (await fetch(`${endpoint}/_local/network`)).json()) as Route[]);
  }

  get = (url: string): Promise<Page> => this.go(new URL(url), undefined);

  /** Submits the page's first form with these fields filled in. */
  submit(page: Page, filled: Record<string, string>): Promise<Page> {
    const { action, fields } = firstForm(page);
    return this.go(new URL(action), new URLSearchParams({ ...fields, ...filled }).toString());
  }

  private portOf(host: string): number | undefined {
    return this.routes.find(({ hosts }) => {
      const [start = '', end] = hosts.split('*');
      return end === undefined ? host === hosts : host.startsWith(start) && host.endsWith(end);
    })?.port;
  }

  private async go(url: URL, form: string | undefined): Promise<Page> {
    const port = this.portOf(url.hostname);
    if (!port) return { url, status: 0, body: '' };
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    const { status, headers, body } = await send(url, port, jar, form);
    for (const cookie of headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value && !/max-age=0\b|expires=thu, 01 jan 1970/i.test(cookie)) jar.set(name, value);
      else jar.delete(name);
    }
    const next = status >= 300 && status < 400 ? headers.location : undefined;
    return next ? this.go(new URL(next, url), undefined) : { url, status, body };
  }
}

interface Answer {
  status: number;
  headers: { location?: string | undefined; 'set-cookie'?: string[] | undefined };
  body: string;
}

function send(
  { host, pathname, search }: URL,
  port: number,
  jar: Map<string, string>,
  form: string | undefined,
): Promise<Answer> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = {
    host,
    ...(cookie && { cookie }),
    ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const method = form === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const outgoing = request(
      // Connects to loopback; the Host header names the real host.
      { host: '127.0.0.1', port, path: `${pathname}${search}`, method, headers, agent: false },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          body += chunk;
        });
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(form);
  });
}
