/**
 * Runs in the page: texts with less contrast than WCAG 2.2 requires (1.4.3, level AA: 4.5 to 1, and 3 to 1 from 24 px, or
 * from 18.66 px in bold), as `3.1 "text"`.
 */
export function contrastFaults(): string[] {
  const field = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!field) return ['no canvas'];
  /** CSS colours painted on top of each other, as the browser does it. */
  const painted = (colours: string[]): number[] => {
    field.fillStyle = '#fff';
    field.fillRect(0, 0, 1, 1);
    for (const colour of colours) {
      field.fillStyle = colour;
      field.fillRect(0, 0, 1, 1);
    }
    return [...field.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = (channels: number[]) => {
    const [red = 0, green = 0, blue = 0] = channels
      .map((channel) => channel / 255)
      .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const root = document.querySelector('dialog[open]') ?? document.body;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const faults = new Set<string>();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim();
    if (
      !element ||
      !text ||
      !element.checkVisibility() ||
      element.closest('script, style, noscript, dialog:not([open])')
    )
      continue;
    const backgrounds: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement)
      backgrounds.unshift(getComputedStyle(at).backgroundColor);
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [front, back] = [luminance(painted([...backgrounds, color])), luminance(painted(backgrounds))];
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    const size = Number.parseFloat(fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < least)
      faults.add(`${ratio.toFixed(1)} ${JSON.stringify(text.slice(0, 40))} .${element.className}`);
  }
  return [...faults];
}
