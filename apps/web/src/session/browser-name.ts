/** First what calls itself other things besides. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/ Safari\//, 'Safari'],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const called = (agent: string, names: readonly [RegExp, string][]): string | null => names.find(([pattern]) => pattern.test(agent))?.[1] ?? null;

/**
 * What people call the browser of a request, e.g. “Firefox on Windows”, from its User-Agent: enough for its owner to tell
 * sessions apart, too little to tell people apart. Null where it says nothing that we know.
 */
export function browserName(agent: string | undefined): string | null {
  const browser = called(agent ?? '', BROWSERS);
  const system = called(agent ?? '', SYSTEMS);
  if (browser === null) return system === null ? null : `A browser on ${system}`;
  return system === null ? browser : `${browser} on ${system}`;
}
