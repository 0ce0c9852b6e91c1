import { addItem, changeItem, listItemForms } from '@concordat/contracts-jag-cases';
import { PLAN_FIELDS, type Category, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { ITEM_FORMS, ItemReading, Items } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { CaseRecords } from '../cases/case-records.js';
import { CaseAccess, refuseOver } from '../cases/standing.js';
import { CaseNotices } from '../notices/case-notices.js';
import { Timeline } from '../timeline/timeline.js';

@Controller()
export class ItemsController {
  constructor(
    private readonly access: CaseAccess,
    private readonly records: CaseRecords,
    private readonly items: Items,
    private readonly reading: ItemReading,
    private readonly timeline: Timeline,
    private readonly notices: CaseNotices,
  ) {}

  @Endpoint(listItemForms, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  forms(): OutputOf<typeof listItemForms> {
    return { items: ITEM_FORMS.map(({ category, name, fields }) => ({ category, name, fields: [...fields] })) };
  }

  @Endpoint(addItem, { roles: ['practitioner', 'coordinator', 'manager'] })
  async add(@Input() { params, body }: InputOf<typeof addItem>): Promise<OutputOf<typeof addItem>> {
    refusePlan(body.category, body.fields);
    const { found } = await this.access.open(params.caseId);
    refuseOver(found, 'add information');
    if (!(await this.records.subjectIds(found)).includes(body.subjectId)) {
      throw new InvalidInputError([{ path: 'body.subjectId', message: 'Choose who the information is about' }]);
    }
    const item = await this.items.add({ ...body, caseId: found.id, ownerAgencyId: caller().agencyId });
    this.timeline.record({ caseId: found.id, kind: 'item-added', facts: { category: item.category }, itemId: item.id });
    if (found.leadUserId !== null) await this.notices.raise('item-added', found, { userIds: [found.leadUserId] }, item.id);
    return { id: item.id, version: item.version };
  }

  @Endpoint(changeItem, { roles: ['practitioner', 'coordinator', 'manager'] })
  async change(@Input() { params, body }: InputOf<typeof changeItem>): Promise<OutputOf<typeof changeItem>> {
    await this.access.open(params.caseId);
    const read = await this.reading.one(params.itemId);
    if (read?.item.caseId !== params.caseId) throw new NotFoundError('item');
    if (read.item.ownerAgencyId !== caller().agencyId) throw new NotAllowedError('Only the agency that owns the information can change it.');
    refusePlan(read.item.category, { ...read.fields, ...body.fields });
    await this.items.change(read.item, body.version, body.fields, body.why);
    this.timeline.record({ caseId: params.caseId, kind: 'item-changed', facts: { category: read.item.category }, itemId: read.item.id });
    return { id: read.item.id, version: read.item.version };
  }
}

/** A plan for safe contact is written as one: anything else would pass the gate unread. */
function refusePlan(category: Category, fields: Readonly<Record<string, string>>): void {
  if (category !== 'contact' || !PLAN_FIELDS.some((code) => fields[code] !== undefined)) return;
  throw new RuleError('plan-for-safe-contact', 'Write how and when contact is safe on the page of safe contact.');
}
