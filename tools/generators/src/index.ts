export { default as slice, type SliceOptions } from './slice/generator.js';
export { sliceFiles, type SliceFile } from './slice/templates.js';
export { wordsOf, type Words } from './slice/words.js';
