import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { events } from './events';
import { followedFields, followedTypes } from './methods/followedTypes';
import { companiesOf } from './methods/pickLists';
import { describeEvents } from './polling/event';
import { COMMON } from './polling/form';
import { poll } from './polling/poller';

const known = new Map(events.map((event) => [event.value, event]));

/** The trigger node: its description, and one call into the poller. Its events are in `events/`. */
export class Sage200Trigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sage 200 Trigger',
		name: 'sage200Trigger',
		icon: { light: 'file:sage200.svg', dark: 'file:sage200.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"]}}',
		description: 'Starts the workflow when something happens in Sage 200',
		defaults: { name: 'Sage 200 Trigger' },
		polling: true,
		builderHint: {
			searchHint:
				'Polls Sage 200: no webhook is needed. Events: records created or updated, orders despatched, statuses, stock levels and prices that changed.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sage200OAuth2Api', required: true }],
		properties: [...describeEvents(events), ...COMMON],
	};

	methods = {
		listSearch: { companies: companiesOf(() => false), followedTypes },
		loadOptions: followedFields,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, known);
	}
}
