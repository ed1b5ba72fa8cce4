import { ringsInOrder } from '../../reach';
import { risks } from '../../risk';
import { sectionsInOrder, sectionTitles } from '../../words';
import { type Filter, noFilter, type View } from '../view';
import { button, el } from './dom';
import { markWords } from './marks';

/** Debounce of typing in milliseconds, so that a word is searched once. */
const pause = 150;

type Options = readonly (readonly [value: string, name: string])[];

const select = (name: string, all: string, options: Options): HTMLSelectElement =>
  el(
    'select',
    { name, id: `filter-${name}` },
    el('option', { value: '' }, all),
    ...options.map(([value, text]) => el('option', { value }, text)),
  );

const field = (label: string, input: HTMLElement): HTMLElement =>
  el('div', { class: 'field' }, el('label', { for: input.id }, label), input);

/** The filter form, which reports every change. */
export function filters(
  view: View,
  wish: (filter: Filter) => void,
): { form: HTMLElement; result: HTMLElement } {
  const text = el('input', {
    type: 'search',
    name: 'text',
    id: 'filter-text',
    placeholder: 'address, value, effect, rule …',
  });
  const tenant = el('input', {
    type: 'text',
    name: 'tenant',
    id: 'filter-tenant',
    list: 'tenants',
    placeholder: 'any',
    autocomplete: 'off',
  });
  const ring = select(
    'ring',
    'all rings',
    ringsInOrder.map((name) => [name, name] as const),
  );
  const risk = select(
    'risk',
    'all risks',
    risks.map((name) => [name, markWords[name]] as const),
  );
  const section = select(
    'section',
    'all sections',
    sectionsInOrder.map((name) => [name, sectionTitles[name].title] as const),
  );
  const result = el('p', { class: 'result', role: 'status' });
  const inputs = { text, tenant, ring, risk, section };
  const read = (): Filter =>
    Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, input.value]),
    ) as unknown as Filter;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => wish(read()), pause);
  };
  const form = el(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Filter changes' },
    field('Text', text),
    field('Tenant', tenant),
    field('Ring', ring),
    field('Risk', risk),
    field('Section', section),
    button(
      { class: 'reset' },
      () => {
        for (const [name, input] of Object.entries(inputs)) input.value = noFilter[name as keyof Filter];
        wish(noFilter);
        text.focus();
      },
      'Reset',
    ),
    el('datalist', { id: 'tenants' }, ...view.tenants.map((name) => el('option', { value: name }))),
    result,
  );
  for (const input of [text, tenant]) input.addEventListener('input', later);
  for (const input of [ring, risk, section]) input.addEventListener('change', () => wish(read()));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    wish(read());
  });
  return { form, result };
}
