/** All events of the trigger: the one list there is. */
import type { TriggerEvent } from '../polling/event';

import { customerStatusChanged } from './customerStatusChanged';
import { loginEnding } from './loginEnding';
import { orderDespatched } from './orderDespatched';
import { orderStatusChanged } from './orderStatusChanged';
import { priceChanged } from './priceChanged';
import { recordDeleted } from './recordDeleted';
import { recordCreated, recordCreatedOrUpdated, recordUpdated } from './records';
import { stockLevelChanged } from './stockLevelChanged';

/** In n8n's alphabetical order. */
export const events: TriggerEvent[] = [
	customerStatusChanged,
	loginEnding,
	orderDespatched,
	orderStatusChanged,
	priceChanged,
	recordCreated,
	recordCreatedOrUpdated,
	recordDeleted,
	recordUpdated,
	stockLevelChanged,
];
