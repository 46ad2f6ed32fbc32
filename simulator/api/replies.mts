/** The shapes of what the simulator answers: statuses of success: api.md e, of refusals: api.md f. */
import type { Behaviour } from '../behaviour/index.mts';

export interface Reply {
	status: number;
	/** A text goes out as it is; anything else as JSON; undefined as an empty body. */
	body?: unknown;
	headers?: Record<string, string>;
	/** How slowly the body comes; at once if left out. */
	drip?: Drip;
}

export interface Drip {
	everyMs: number;
	/** After so long the rest comes at once; never, if left out. */
	lastsMs?: number;
}

/** Sage answers 200 to everything that went well, a POST too. */
export function done(body: unknown): Reply {
	return { status: 200, body };
}

/** A refusal in the shape that the behaviour asks for. */
export function refusal(status: number, message: string, behaviour: Behaviour): Reply {
	if (status === 401)
		return {
			status,
			body: behaviour.unauthorisedBody === 'json' ? { Message: message } : undefined,
		};
	if (status !== 400) return { status, body: { Message: message } };
	return { status, body: BAD_REQUEST[behaviour.badRequestBody](message) };
}

/** ASP.NET Web API's own shapes beside the one that clients report. */
const BAD_REQUEST: Record<Behaviour['badRequestBody'], (message: string) => unknown> = {
	Message: (message) => ({ Message: message }),
	ModelState: (message) => ({
		Message: 'The request is invalid.',
		ModelState: { request: [message] },
	}),
	ExceptionMessage: (message) => ({
		Message: 'An error has occurred.',
		ExceptionMessage: message,
		ExceptionType: 'Sage.Accounting.Exceptions.SageBusinessException',
	}),
	text: (message) => message,
};
