/** The vocabulary of events: what the trigger can be told to wait for. */
import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../core/parameters';
import type { Run } from '../core/run';
import type { Machine } from '../trigger/happening';

import type { Names } from './names';

export interface TriggerEvent {
	/** What a workflow stores: `orderDespatched`. */
	value: string;
	/** As the list shows it: `Order Despatched`. */
	name: string;
	description: string;
	/** The event's own part of the form. */
	properties: INodeProperties[];
	/** Works without a company, as `/sites` does. */
	withoutCompany?: true;
	/** What the form names in Sage. */
	names?(parameters: Parameters): Names;
	/**
	 * The machine that finds it, as the form sets it up.
	 * @throws InvalidInput for a form that cannot be followed
	 */
	machine(parameters: Parameters, run: Run): Machine | Promise<Machine>;
	/** What makes the trigger start anew when it is changed; what is shown of a record does not. */
	scope(parameters: Parameters): unknown[];
}

/** The form of all events: the Event list and every event's fields. */
export function describeEvents(events: TriggerEvent[]): INodeProperties[] {
	const usual = events[0].value;
	const list: INodeProperties = {
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: events.map(({ name, value, description }) => ({ name, value, description })),
		default: usual,
		description: 'What starts the workflow',
	};
	return [list, ...fieldsOf(events)];
}

/** A field that several events share is described once. */
function fieldsOf(events: TriggerEvent[]): INodeProperties[] {
	const shown = new Map<string, { field: INodeProperties; event: string[] }>();
	for (const { value, properties } of events) {
		for (const field of properties) {
			const text = JSON.stringify(field);
			const known = shown.get(text) ?? { field, event: [] };
			shown.set(text, { field, event: [...known.event, value] });
		}
	}
	return [...shown.values()].map(({ field, event }) => {
		const { show, ...others } = field.displayOptions ?? {};
		return { ...field, displayOptions: { ...others, show: { event, ...show } } };
	});
}
