/** Every form of both nodes, as someone meets it who has just chosen it. */
import { events } from '../../nodes/Sage200/events/index.ts';
import { resources } from '../../nodes/Sage200/resources/index.ts';
import type { Form } from './forms.mts';

const ACTIONS: Form[] = resources.flatMap(({ value: resource, operations }) =>
	operations.map(({ value: operation }) => ({
		name: `${resource}-${operation}`,
		parameters: { resource, operation },
	})),
);

const TRIGGERS: Form[] = events.map(({ value: event }) => ({
	name: `trigger-${event}`,
	type: 'n8n-nodes-sage200.sage200Trigger',
	parameters: { event },
}));

export const EVERY_FORM: Form[] = [...ACTIONS, ...TRIGGERS];
