/** What can go wrong between us and Sage, in the terms of the domain. */

export type FailureKind =
	/** 400: Sage understood and refused. */
	| 'refused'
	/** 401: the login is gone, or the site or company is wrong: Sage answers both alike, often with no body. */
	| 'unauthorised'
	/** The identity server gives no new token: the login has ended. */
	| 'loginEnded'
	/** 403: the user's Sage role lacks the module. */
	| 'forbidden'
	/** 404: no such record, or no such endpoint in the site's release. */
	| 'notFound'
	/** 404 for an endpoint that came with a later release than the site runs. */
	| 'outdated'
	/** 413: the body is larger than the gateway takes. */
	| 'tooLarge'
	/** 414 and 431: the address or the headers are longer than the gateway takes. */
	| 'tooLong'
	/** 429 */
	| 'throttled'
	/** 500: an exception inside Sage; a write may have been applied. */
	| 'crashed'
	/** Other 5xx: the gateway or the tunnel behind it failed; a write may have been applied. */
	| 'unavailable'
	/** No answer in time; a write may have been applied. */
	| 'timeout'
	/** The line dropped after the call went out; a write may have been applied. */
	| 'dropped'
	/** The execution was cancelled while the call was under way; a write may have been applied. */
	| 'stopped'
	/** No connection could be made: nothing was sent. */
	| 'unreachable'
	/** A reply that is not what Sage 200 sends; a write may have been applied. */
	| 'unreadable'
	/** The identity server could not renew the access token, so the call never got through to Sage. */
	| 'notRenewed'
	/** What makes the calls failed before this one went out, as when its own database is away. */
	| 'notMade'
	/** A redirect: never followed, so that the token stays with the configured address. */
	| 'redirected';

export interface FailureFacts {
	kind: FailureKind;
	method: string;
	path: string;
	status?: number;
	/** Sage's own words, when the reply had any. */
	sageMessage?: string;
	/** Seconds that Sage asked us to wait. */
	retryAfterSeconds?: number;
	/** What the user can do about it, where more is known than the kind tells. */
	remedy?: string;
	/** What was found out besides. */
	note?: string;
}

const SUMMARY: Record<FailureKind, string> = {
	refused: 'Sage 200 refused the request',
	unauthorised: 'Sage 200 did not accept the login for this site and company',
	loginEnded: 'The login to Sage 200 has ended and needs to be reconnected',
	forbidden: 'The Sage 200 user is not allowed to do this',
	notFound: 'Sage 200 has no such record or endpoint',
	outdated: 'This Sage 200 site is too old for this',
	tooLarge: 'The request is larger than the way to Sage 200 lets through',
	tooLong: 'The address of the request is longer than the way to Sage 200 lets through',
	throttled: 'Sage 200 is limiting the number of calls',
	crashed: 'Sage 200 failed while it worked on the request',
	unavailable: 'Sage 200 could not be reached behind its gateway',
	timeout: 'Sage 200 did not answer in time',
	dropped: 'The connection to Sage 200 was lost before it answered',
	stopped: 'The execution was cancelled before Sage 200 answered',
	unreachable: 'No connection to Sage 200 could be made',
	unreadable: 'The reply was not one that Sage 200 sends',
	notRenewed: 'The identity server could not renew the access token',
	notMade: 'The call to Sage 200 could not be made',
	redirected: 'The Sage 200 address redirected elsewhere, which is not followed',
};

/** Kinds after which a write is known not to have been applied. */
const NOT_APPLIED: ReadonlySet<FailureKind> = new Set([
	'refused',
	'unauthorised',
	'loginEnded',
	'forbidden',
	'notFound',
	'outdated',
	'tooLarge',
	'tooLong',
	'throttled',
	'unreachable',
	'notRenewed',
	'notMade',
	'redirected',
]);

/** Answers that say that a site does not offer a read at all: the line is fine, and Sage has the last word. */
const NOT_OFFERED: ReadonlySet<FailureKind> = new Set([
	'notFound',
	'outdated',
	'forbidden',
	'refused',
	'crashed',
]);

/** Whether a read failed because the site does not offer it: its release is older, or the user has no right to it. */
export function isNotOffered({ kind }: SageFailure): boolean {
	return NOT_OFFERED.has(kind);
}

/** Sage did not answer as asked. `message` says what happened. */
export class SageFailure extends Error {
	readonly facts: FailureFacts;

	constructor(facts: FailureFacts) {
		super(facts.sageMessage ? `${SUMMARY[facts.kind]}: ${facts.sageMessage}` : SUMMARY[facts.kind]);
		this.name = 'SageFailure';
		this.facts = facts;
	}

	get kind(): FailureKind {
		return this.facts.kind;
	}

	/** What happened, without Sage's own words. */
	get summary(): string {
		return SUMMARY[this.facts.kind];
	}

	/** True when a write that failed like this may still have been, or yet be, applied. */
	get inDoubt(): boolean {
		return !NOT_APPLIED.has(this.facts.kind);
	}

	/** The same failure with other words of Sage. */
	saying(sageMessage: string): SageFailure {
		return new SageFailure({ ...this.facts, sageMessage });
	}

	/** The same failure with a better remedy. */
	explained(remedy: string): SageFailure {
		return new SageFailure({ ...this.facts, remedy });
	}

	/** The same failure with something that was found out besides. */
	noting(note: string): SageFailure {
		return new SageFailure({ ...this.facts, note });
	}
}

/** One thing wrong with what the user gave. */
export interface Problem {
	/** The field's label, with its line where it has one: `Line 2: Product`. */
	field: string;
	message: string;
	remedy: string;
}

/** What the user gave cannot be sent; nothing was. Names every problem at once. */
export class InvalidInput extends Error {
	readonly problems: Problem[];

	constructor(found: Problem[]) {
		const problems = [...found].sort((left, right) => lineOf(left) - lineOf(right));
		super(problems.map(inWords).join('; '));
		this.name = 'InvalidInput';
		this.problems = problems;
	}

	get remedy(): string {
		return `${this.advice} Nothing was sent to Sage 200 for this item.`.trim();
	}

	/** What to do about the problems. Of several remedies each says which fields it is for. */
	get advice(): string {
		const fieldsOf = new Map<string, string[]>();
		for (const { field, remedy } of this.problems)
			if (remedy) fieldsOf.set(remedy, [...(fieldsOf.get(remedy) ?? []), field]);
		return [...fieldsOf]
			.map(([remedy, fields]) => (fieldsOf.size === 1 ? remedy : `${someOf(fields)}: ${remedy}`))
			.join(' ');
	}
}

/** `Customer is empty`, `Line 1: Quantity: "two" is not a number` */
function inWords({ field, message }: Problem): string {
	return message.startsWith('is ') ? `${field} ${message}` : `${field}: ${message}`;
}

/** `Quantity, Unit Price`; of more than three the first, and how many more. */
function someOf(fields: string[]): string {
	const different = [...new Set(fields)];
	return different.length > 3
		? `${different[0]} and ${different.length - 1} more`
		: different.join(', ');
}

/** `Line 12: Quantity` → 12, so that lines are told in their order; what belongs to no line comes first. */
function lineOf({ field }: Problem): number {
	return Number(/^Line (\d+)/.exec(field)?.[1] ?? 0);
}

/** Shorthand for a single problem. */
export function invalid(field: string, message: string, remedy: string): InvalidInput {
	return new InvalidInput([{ field, message, remedy }]);
}

/** Runs a part of reading what the user gave; what is wrong with it is added to `problems`. */
export function collecting<T>(problems: Problem[], read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		return collectProblems(problems, error);
	}
}

/**
 * Adds to `problems` what an error says is wrong.
 * @throws the error when it is not about what the user gave
 */
export function collectProblems(problems: Problem[], error: unknown): undefined {
	if (!(error instanceof InvalidInput)) throw error;
	problems.push(...error.problems);
	return undefined;
}

/** For `.catch()`: hands a failure of Sage to `handle`; anything else is thrown on. */
export function onSageFailure<T>(handle: (failure: SageFailure) => T): (error: unknown) => T {
	return (error) => {
		if (!(error instanceof SageFailure)) throw error;
		return handle(error);
	};
}
