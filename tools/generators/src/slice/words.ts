/** The forms of a noun that code uses. */
export interface Words {
  /** `risk-assessments`: folder, address, files. */
  many: string;
  /** `risk-assessment` */
  one: string;
  /** `RiskAssessment` */
  Class: string;
  /** `RiskAssessments` */
  Classes: string;
  /** `risk_assessment`: the table. */
  table: string;
}

/** @param many kebab-case plural, e.g. `risk-assessments`, `enquiries` */
export function wordsOf(many: string): Words {
  const one = many.endsWith('ies') ? `${many.slice(0, -3)}y` : many.replace(/s$/, '');
  return { many, one, Class: pascal(one), Classes: pascal(many), table: one.replaceAll('-', '_') };
}

const pascal = (kebab: string): string => kebab.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
