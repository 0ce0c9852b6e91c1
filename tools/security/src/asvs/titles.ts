import ts from 'typescript';

const RUN = new Set(['it', 'test']);

/** Titles of the tests of a source that run: of `it` and `test`, and of their `each`; a template stands as it is written, with its `${…}`. */
export function titlesOf(text: string): Set<string> {
  const found = new Set<string>();
  look(text, (node) => {
    const [title] = ts.isCallExpression(node) && isTest(node.expression) ? node.arguments : [];
    const said = title === undefined ? null : wordsOf(title);
    if (said !== null) found.add(said);
  });
  return found;
}

/** Texts that a source holds as values, or as names of properties: no comment, and no part of another text. */
export function valuesOf(text: string): Set<string> {
  const found = new Set<string>();
  look(text, (node) => {
    const said = wordsOf(node);
    if (said !== null) found.add(said);
  });
  return found;
}

function look(text: string, at: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    at(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.spec.ts', text, ts.ScriptTarget.Latest));
}

/** `it`, `it.each(table)`, `` it.each`table` ``; not `it.skip` or `it.todo`, which do not run. */
function isTest(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return RUN.has(called.text);
  const each = ts.isCallExpression(called) ? called.expression : ts.isTaggedTemplateExpression(called) ? called.tag : null;
  return each !== null && ts.isPropertyAccessExpression(each) && each.name.text === 'each' && isTest(each.expression);
}

function wordsOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  const source = ts.createPrinter({ removeComments: true }).printNode(ts.EmitHint.Unspecified, node, ts.createSourceFile('a.ts', '', ts.ScriptTarget.Latest));
  return source.slice(1, -1);
}
