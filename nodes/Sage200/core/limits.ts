/** The limits of an execution's calls to Sage: how many at once, how often each is repeated, how long it may take. */
import type { NumberProperty } from './checkedNumber';
import type { Parameters } from './parameters';

export interface Limits {
	/** Calls that may be under way at the same time. */
	callsInFlight: number;
	/** How often a call is repeated. */
	retries: number;
	/** Seconds until a call is given up. */
	timeout: number;
	/** After this moment no call is repeated; in milliseconds since 1970. */
	until?: number;
}

export const CALLS_IN_FLIGHT: NumberProperty = {
	displayName: 'Calls in Flight',
	name: 'callsInFlight',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20 },
	default: 4,
	validateType: 'number',
	description:
		'How many calls may be under way at the same time. Lower it if Sage 200 limits the calls.',
};

export const RETRIES: NumberProperty = {
	displayName: 'Retries',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10 },
	default: 4,
	validateType: 'number',
	description:
		'How often a call is repeated when Sage 200 is busy or the line fails. A call that changes something is only repeated when it was certainly not applied.',
};

export const TIMEOUT: NumberProperty = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 5, maxValue: 600 },
	default: 120,
	validateType: 'number',
	description: 'Seconds until a call is given up',
};

/**
 * The limits that the node's Options set.
 * @throws InvalidInput naming the option that is out of range
 */
export function limitsOf(parameters: Parameters): Limits {
	return {
		callsInFlight: parameters.numberIn('options', CALLS_IN_FLIGHT),
		retries: parameters.numberIn('options', RETRIES),
		timeout: parameters.numberIn('options', TIMEOUT),
	};
}
