/** The vocabulary of events: what the trigger can be told to wait for. */
import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../core/parameters';
import { firstOfItsKind, inFormOrder } from '../core/resource';
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

/** A field that several events share is described once, and each form is in its own order. */
function fieldsOf(events: TriggerEvent[]): INodeProperties[] {
	const known = new Map<string, INodeProperties>();
	const forms = events.map(({ properties }) =>
		properties.map((property) => firstOfItsKind(property, known)),
	);
	return inFormOrder(forms).map((field) => {
		const { show, ...others } = field.displayOptions ?? {};
		const event = events.filter((_, at) => forms[at].includes(field)).map(({ value }) => value);
		return { ...field, displayOptions: { ...others, show: { event, ...show } } };
	});
}
