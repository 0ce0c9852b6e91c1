import { analyse } from 'scslre';
import ts from 'typescript';

/** A pattern that a machine may need very long for: who types the text could keep a process busy. */
export interface SlowPattern {
  file: string;
  line: number;
  pattern: string;
  /** How the time grows with the length of the text. */
  grows: 'exponentially' | 'polynomially';
}

/** Patterns written in a source of TypeScript or JavaScript whose backtracking grows faster than the text. */
export function slowPatterns(file: string, text: string): SlowPattern[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: SlowPattern[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const pattern = node.text;
      const end = pattern.lastIndexOf('/');
      // The analysis knows flags up to `s` and `u`; what `v` adds to `u` is used nowhere.
      const { reports } = analyse(new RegExp(pattern.slice(1, end), pattern.slice(end + 1)), { reportTypes: { Move: false } });
      found.push(
        ...reports.map(({ exponential }) => ({
          file,
          line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
          pattern,
          grows: exponential ? ('exponentially' as const) : ('polynomially' as const),
        })),
      );
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}
