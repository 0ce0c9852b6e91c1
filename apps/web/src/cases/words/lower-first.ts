/** A name inside a list or a sentence: `Given name` is `given name`; `ASB` stays. */
export function lowerFirst(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
