import { visibleLines } from '../../text';

export type Child = Node | string | false | undefined;

type Attributes = Readonly<Record<string, string | undefined>>;

/** Creates an element. A string is only ever text, with every character made visible. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, value);
  made.append(...nodes(children));
  return made;
}

const nodes = (children: readonly Child[]): (Node | string)[] =>
  children.flatMap((child) => {
    if (child === false || child === undefined) return [];
    return [typeof child === 'string' ? visibleLines(child) : child];
  });

/** Prose with code between backticks. */
export const prose = (text: string): Child[] =>
  text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part));

/** A button with an action. */
export function button(attributes: Attributes, press: () => void, ...children: Child[]): HTMLButtonElement {
  const made = el('button', { type: 'button', ...attributes }, ...children);
  made.addEventListener('click', press);
  return made;
}

/** A disclosure element, whose content is created when it is first opened. */
export function disclosure(
  attributes: Attributes,
  summary: readonly Child[],
  inside: () => Child[],
  open = false,
): HTMLDetailsElement {
  const made = el('details', attributes, el('summary', {}, ...summary));
  const fill = () => {
    if (made.childElementCount === 1) made.append(...nodes(inside()));
  };
  made.addEventListener('toggle', () => made.open && fill());
  if (open) {
    fill();
    made.open = true;
  }
  return made;
}

/** A long list, shown `step` items at a time. */
export function listed<T>(items: readonly T[], step: number, show: (item: T) => Child): HTMLElement {
  const list = el('ul', { class: 'plain' });
  const box = el('div', {}, list);
  let shown = 0;
  const more = button({ class: 'more' }, () => grow());
  const grow = () => {
    const next = items.slice(shown, shown + step);
    const made = next.map((item) => el('li', {}, show(item)));
    list.append(...made);
    shown += next.length;
    const left = items.length - shown;
    more.textContent = `Show ${Math.min(step, left)} more of ${left}`;
    if (left > 0) box.append(more);
    else if (more.isConnected) {
      more.remove();
      made[0]?.querySelector<HTMLElement>('summary, button')?.focus();
    }
  };
  grow();
  return box;
}

export const replace = (parent: Element, ...children: Child[]): void =>
  parent.replaceChildren(...nodes(children));
