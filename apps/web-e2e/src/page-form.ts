/**
 * A page's markup less what differs from case to case and is nothing to axe: which words stand where some stand, which record an
 * address or a name means, what scripts are told (keys of the session, seconds that are left), and how often a row or an entry of
 * the same form is repeated.
 */
export function formOf(markup: string): string {
  return markup
    .replaceAll(/<script\b.*?<\/script>|<input type="hidden"[^>]*>/gs, '')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    .replaceAll(/\b(href|action|value|datetime|content)="[^"#][^"]*"/g, '$1="x"')
    .replaceAll(/\b(data-[\w-]+)="[^"]+"/g, '$1="x"')
    .replaceAll(/>([^<]*)(?=<)/g, (_whole, text: string) => (text.trim() === '' ? '>' : '>x'))
    .replaceAll(/(<(tr|li)\b(?:(?!<\2\b).)*?<\/\2>)\1+/gs, '$1');
}
