export { contentPlace, StoredItem, StoredItemSchema } from './item.entity.js';
export { formOf, ITEM_FORMS, unknownFields, type ItemField, type ItemForm } from './item-forms.js';
export { isWhole, ItemReading, ITEMS_AT_ONCE, uuids, type ReadItem } from './item-reading.js';
export { Items, type NewItem } from './items.js';
export { PeopleNamed, peopleNamedIn, type NameOf, type PersonNamed } from './people-named.js';
export { placementFaults, type PlacedItem, type PlacedTable, type Placement, type StoredColumn } from './placement.js';
export { SHARED_PLACEMENT } from './shared-placement.js';
