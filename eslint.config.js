import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** What a project with the tag may import: the architecture's rules, as errors. */
const boundaries = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:contracts', 'type:platform', 'type:sharing', 'type:testing'] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:platform', 'type:contracts', 'type:testing'] },
  { sourceTag: 'type:sharing', onlyDependOnLibsWithTags: ['type:platform', 'type:contracts', 'type:testing'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contracts', 'type:testing'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:tool', 'type:contracts', 'type:platform', 'type:sharing', 'type:testing'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:tool', 'type:contracts', 'type:testing'] },
  { sourceTag: 'scope:web', bannedExternalImports: ['bullmq', '@nestjs/bullmq', '@mikro-orm/*', 'pg'] },
];

const noCastThroughUnknown = { selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]', message: 'A cast through unknown hides a wrong type.' };
/** oxlint does not have no-unsafe-enum-assignment yet in a version that every kind of machine can install. */
const noEnum = { selector: 'TSEnumDeclaration', message: 'An enum takes numbers that it does not have: write a union of words.' };
/** Packages by which something could be sent to people or partners: one place of the product uses one of them. */
const noOtherMail = { selector: 'ImportDeclaration[source.value=/^(nodemailer|smtp|emailjs|twilio|ics|ical|pdf|docx|qrcode|bwip|@sendgrid|notifications-node-client)/]', message: 'What leaves for people and partners goes through the gate (libs/sharing/src/gate) and the mail of notifications.' };
/** What a browser keeps, prints from elsewhere or opens in another program: it leaves as a notice or a letter does. What tells of no person is listed below. */
const noOtherFile = { selector: 'ImportDeclaration[source.value=/layout.downloads[.]js$/], Literal[value=/^(content-disposition$|text.(csv|calendar)|application.(pdf|vnd[.])|mailto:|sms:|tel:)/i]', message: 'A file or link that leaves Concordat goes through the gate (libs/sharing/src/gate).' };
/** What tells people or partners of a case, in the services that hold cases. */
const onlyThroughTheGate = [
  { selector: 'CallExpression[callee.property.name="publish"][arguments.0.name=/(Notice|Requested|Told)$/]:not([callee.object.property.name="gate"])', message: 'What tells people or partners of a case is published by the gate.' },
  { selector: 'CallExpression[callee.property.name="sealFor"], CallExpression[callee.name="sealFor"]', message: 'What crosses to another service about a person is sealed by the gate.' },
  { selector: 'CallExpression[callee.name="fetch"]', message: 'A service of cases calls nobody: what leaves goes through the gate.' },
];

/** What needs no types. The rules that do, and cycles of imports, are oxlint's: .oxlintrc.json. */
export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.concordat/**', 'tools/lint/fixtures/**', '**/public/**', '**/test-results/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { depConstraints: boundaries, banTransitiveDependencies: false, allow: [] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A Nest module is a class without members.
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-syntax': ['error', noCastThroughUnknown, noEnum],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Only tests, and what runs them, may stand on the test harness.
    files: ['{apps,libs,tools}/**/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/testing/**', 'apps/web-e2e/**', 'tools/stack/src/test-run/**', 'tools/faults/src/versions/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [{ name: '@concordat/testing', message: 'Only tests import the test harness.' }] }] },
  },
  {
    files: ['**/*.spec.ts', '**/test/**/*.ts', 'apps/web-e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-lines': ['error', { max: 600, skipBlankLines: true, skipComments: true }] },
  },
  {
    // The one gate: no other way out for what is told of people.
    files: ['{apps,libs}/**/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'apps/notifications/src/mail/**', 'apps/web/src/administration/agreements/agreement-document.ts', 'libs/testing/**'],
    rules: { 'no-restricted-syntax': ['error', noCastThroughUnknown, noEnum, noOtherMail, noOtherFile] },
  },
  {
    // Agreements tell of agencies and of no person: they are files too.
    files: ['apps/web/src/layout/downloads.ts', 'apps/web/src/administration/agreements/**/*.ts', 'apps/partnership-registry/src/agreements/attachments/**/*.ts', 'libs/contracts/partnership-registry/src/agreement-attachments.ts'],
    ignores: ['**/*.spec.ts', 'apps/web/src/administration/agreements/agreement-document.ts'],
    rules: { 'no-restricted-syntax': ['error', noCastThroughUnknown, noEnum, noOtherMail] },
  },
  {
    files: ['apps/{jag-cases,referrals}/src/**/*.ts', 'libs/sharing/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/sharing/src/gate/**'],
    rules: { 'no-restricted-syntax': ['error', noCastThroughUnknown, noEnum, noOtherMail, noOtherFile, ...onlyThroughTheGate] },
  },
  { files: ['tools/**/*.ts'], rules: { 'no-console': 'off' } },
);
