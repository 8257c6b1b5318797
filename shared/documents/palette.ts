/**
 * Colours of everything printed or mailed. Sober, readable when printed in black and white; text on white and
 * white on `guinda` have a contrast of at least 4.5:1 (WCAG AA).
 */
export const COLOURS = {
  ink: '#1f2328',
  muted: '#57606a',
  /** Headings, rules, the emblem. */
  guinda: '#6b1d34',
  /** Decoration on guinda only: too pale for anything that must be read on white. */
  sand: '#b7a27a',
  /** Bars that are not the one in question: 3:1 on white, told apart from `guinda` by lightness too. */
  bar: '#a08a5b',
  rule: '#c9ccd1',
  zebra: '#f6f4f0',
  headerFill: '#efe9e4',
  negative: '#a1260d',
  good: '#1a6b3c',
  warning: '#8a5a00',
} as const;
