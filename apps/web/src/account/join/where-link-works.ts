import { isProblem } from '../../forms/form.js';
import { page, type Answer } from '../../layout/answers.js';

/** A page that somebody opens with a link to their account, or in its place the one that says that the link does not work. */
export async function whereLinkWorks(asked: () => Promise<Answer>): Promise<Answer> {
  try {
    return await asked();
  } catch (error) {
    if (isProblem(error, 'link-not-valid')) return page('account/join/link-not-valid', { title: 'This link does not work any more', status: 410 });
    throw error;
  }
}
