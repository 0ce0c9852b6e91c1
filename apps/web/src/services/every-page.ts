/** All items of a list that is told in pages. @param page asks for the one behind a cursor; the first without */
export async function everyPage<Item>(page: (after: { after?: string }) => Promise<{ items: Item[]; next: string | null }>): Promise<Item[]> {
  const all: Item[] = [];
  let after: { after?: string } | null = {};
  while (after !== null) {
    const { items, next }: { items: Item[]; next: string | null } = await page(after);
    all.push(...items);
    after = next === null ? null : { after: next };
  }
  return all;
}
