/** What every event of the trigger can be set to. */
import type { INodeProperties } from 'n8n-workflow';

import type { NumberProperty } from '../core/checkedNumber';
import { COMPANY } from '../core/form/common';
import { RETRIES, TIMEOUT } from '../core/limits';
import type { Parameters } from '../core/parameters';
import { invalid } from '../sage200/protocol/failures';
import { momentOf, readDate } from '../sage200/values/dates';
import { isUnset } from '../sage200/values/unset';

const MINUTE = 60_000;
/** Sage's clock may be ahead of n8n's. */
const CLOCKS_DIFFER = 120 * MINUTE;

const MAXIMUM: NumberProperty = {
	displayName: 'Maximum per Poll',
	name: 'maximum',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20_000 },
	default: 5000,
	validateType: 'number',
	description: 'Most items of one poll. The rest follows with the next polls, oldest first.',
};

const OVERLAP: NumberProperty = {
	displayName: 'Overlap (Minutes)',
	name: 'overlap',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 60 },
	default: 5,
	validateType: 'number',
	description:
		'How much later than it is stamped a change may become visible. So much of what was read is read again by the next polls, which emits nothing twice.',
};

const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'After a Restart',
			name: 'afterRestart',
			type: 'options',
			default: 'again',
			options: [
				{
					name: 'Go On',
					value: 'goOn',
					description: 'The items of the last poll are lost if n8n was killed before it ran them',
				},
				{
					name: 'Send the Last Poll Again',
					value: 'again',
					description: 'Its items come once more, each with the same event ID',
				},
			],
			description:
				'What to do when n8n has started anew. It stores where the trigger stands apart from the items it has yet to run.',
		},
		MAXIMUM,
		OVERLAP,
		RETRIES,
		{
			displayName: 'Start From',
			name: 'startFrom',
			type: 'dateTime',
			default: '',
			validateType: 'dateTime',
			description:
				'A moment in the past: all that changed since comes first, oldest first. Used when the trigger starts anew only.',
		},
		TIMEOUT,
	],
};

export const COMMON: INodeProperties[] = [COMPANY, OPTIONS];

export interface PollOptions {
	most: number;
	/** Milliseconds. */
	overlap: number;
	/** Milliseconds since 1970. */
	backFill?: number;
	sendsAgain: boolean;
}

/** @throws InvalidInput naming the option that is out of range */
export function pollOptions(parameters: Parameters): PollOptions {
	const { startFrom, afterRestart } = parameters.fields('options');
	return {
		most: parameters.numberIn('options', MAXIMUM),
		overlap: parameters.numberIn('options', OVERLAP) * MINUTE,
		backFill: startOf(startFrom, parameters.rules.timeZone),
		sendsAgain: afterRestart !== 'goOn',
	};
}

function startOf(value: unknown, timeZone: string): number | undefined {
	if (isUnset(value)) return undefined;
	const date = readDate(value);
	if (!date)
		throw invalid(
			'Start From',
			`"${String(value)}" is not a date`,
			'Give it as 2026-05-24T09:30:00Z.',
		);
	const moment = momentOf(date, timeZone).getTime();
	if (moment <= Date.now() + CLOCKS_DIFFER) return moment;
	throw invalid(
		'Start From',
		`"${String(value)}" lies in the future`,
		'Give a moment in the past, or leave it out to start from now.',
	);
}
