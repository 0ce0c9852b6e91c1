import { Module } from '@nestjs/common';
import { AreaSchema } from './areas/area.entity.js';
import { CaseworkFacts } from './casework/casework-facts.js';
import { CaseworkTallies } from './casework/casework-tallies.js';
import { OwnCounts } from './casework/own-counts.js';
import { PublishedTallies } from './casework/published-tallies.js';
import { PublishedMarkSchema } from './dashboards/published-mark.entity.js';
import { Forums } from './forums/forums.js';
import { ColumnMeanings } from './imports/column-meanings.js';
import { ImportRunSchema } from './imports/import-run.entity.js';
import { ImportStore } from './imports/import-store.js';
import { ObservationStore } from './imports/observation-store.js';
import { PlannedActionSchema } from './imports/planned-action.entity.js';
import { PrintedStore } from './imports/printed-store.js';
import { MeasureSchema } from './measures/measure.entity.js';
import { OwnAreas } from './observations/own-areas.js';
import { SeriesReader } from './observations/series.js';
import { PartnershipChoice } from './partnerships/partnership-choice.js';

/** What the service keeps, besides what the platform does. */
export const figuresEntities = [MeasureSchema, AreaSchema, ImportRunSchema, PublishedMarkSchema, PlannedActionSchema];

const stores = [CaseworkFacts, CaseworkTallies, ColumnMeanings, Forums, ImportStore, ObservationStore, OwnAreas, OwnCounts, PartnershipChoice, PrintedStore, PublishedTallies, SeriesReader];

/** The stored figures, on whatever brings the database: the same for requests, queue work and the command line. */
@Module({ providers: stores, exports: stores })
export class FiguresModule {}
