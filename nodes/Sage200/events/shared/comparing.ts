/** What events of changed values can be set to: how they begin, and whether all is compared at night. */
import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../../core/parameters';
import type { FigureRules } from '../../trigger/figures';

const AT_NIGHT = 2;

/** @param what is read and known, in the plural: `stock levels` */
export function firstPoll(what: string, usual: FigureRules['first']): INodeProperties {
	return {
		displayName: 'First Poll',
		name: 'firstPoll',
		type: 'options',
		default: usual,
		options: [
			{
				name: 'Remember All',
				value: 'remember',
				description: `Reads the ${what} that there are, so that each change is told with the value before`,
			},
			{
				name: 'Send All',
				value: 'all',
				description: `Sends the ${what} that there are, then what changes`,
			},
			{
				name: 'Send Changes From Now',
				value: 'changes',
				description: 'Reads nothing: the first change of each is told without the value before',
			},
		],
		description: 'What to do when the trigger starts anew',
	};
}

export const NIGHTLY: INodeProperties = {
	displayName: 'Compare All at Night',
	name: 'compareAtNight',
	type: 'boolean',
	default: false,
	validateType: 'boolean',
	description:
		'Whether to read all at two in the morning and send what differs from what was sent last. Sage 200 may not stamp every change.',
};

/** What the form says of the first poll and of the comparison at night. */
export function figureRules(parameters: Parameters): FigureRules {
	return {
		first: parameters.parameter<FigureRules['first']>('firstPoll', 'changes'),
		nightly: parameters.parameter('compareAtNight', false) ? AT_NIGHT : undefined,
	};
}
