import type { Form } from '../../forms/form.js';
import type { PageAnswer } from '../../layout/answers.js';
import { addressOf, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { gatewayForm } from './gateway.form.js';
import type { Gateway } from './gateways.js';

/** What the gateways that a partnership starts with are for; one that it added stands by its name alone. */
const PLAIN_WORDS: Readonly<Record<string, string>> = {
  'cda-1998-s115': 'To prevent or reduce crime, disorder or anti-social behaviour. Lets you share with the council, police, probation, fire and health services. It is a power, not a duty',
  'pcsc-2022-serious-violence': 'To prevent or reduce serious violence. Does not cover information about patients, or personal information that health or social care holds',
  'asbcpa-2014-sch4': 'To review how reports of anti-social behaviour were dealt with',
  'children-act-2004': 'To keep a child safe or promote their welfare',
  'care-act-2014': 'To protect an adult with care needs from abuse or neglect',
  'dpa-2018-sch1-safeguarding': 'To protect a child or an adult at risk where asking them is not possible, or would put them at risk. Covers sensitive information, such as health',
  'court-order': 'A court has ordered that the information is shared',
  'vital-interests': 'To save somebody’s life',
};

export function blankGatewayForm({ draft }: Nomination, gateways: readonly Gateway[]): Form {
  const { sharing } = draft.answers;
  const before = sharing?.basis === 'gateway' ? sharing : undefined;
  return gatewayForm(gateways.map(({ code }) => code)).blank({ gateway: before?.gateway, why: before?.why, version: draft.version });
}

export function gatewayPage(nomination: Nomination, gateways: readonly Gateway[], form = blankGatewayForm(nomination, gateways)): PageAnswer {
  return questionPage('gateway/gateway', nomination, {
    title: 'Which law lets you share this information?',
    form,
    back: addressOf(nomination, 'basis'),
    items: gateways.map(({ code, name }) => ({ value: code, text: name, hint: PLAIN_WORDS[code] })),
  });
}
