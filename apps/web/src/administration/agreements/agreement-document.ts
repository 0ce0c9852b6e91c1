import { type IRunOptions, Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import type { TextPart, TextTable } from './agreement-text.js';

/** The agreement as an Office Open XML document (ISO/IEC 29500). */
export async function agreementDocument(name: string, parts: readonly TextPart[]): Promise<Buffer> {
  const children = [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(name)] }),
    new Paragraph('Information sharing agreement'),
    ...parts.flatMap(({ heading, paragraphs, table }) => [
      new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(heading)] }),
      ...paragraphs.map((text) => new Paragraph({ spacing: { after: 120 }, children: [new TextRun(text)] })),
      ...(table === undefined ? [] : [tableOf(table)]),
    ]),
  ];
  const document = new Document({ title: name, description: 'Information sharing agreement', creator: 'Concordat', styles: { default: { document: { run: { font: 'Arial', size: 24 } } } }, sections: [{ children }] });
  return Packer.toBuffer(document);
}

function tableOf({ columns, rows }: TextTable): Table {
  const run = (text: string, heads: boolean): IRunOptions => ({ text, bold: heads });
  const row = (cells: readonly string[], heads: boolean) =>
    new TableRow({ tableHeader: heads, children: cells.map((text) => new TableCell({ children: [new Paragraph({ children: [new TextRun(run(text, heads))] })] })) });
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [row(columns, true), ...rows.map((cells) => row(cells, false))] });
}
