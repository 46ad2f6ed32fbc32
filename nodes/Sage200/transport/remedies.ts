/** What a person can do in n8n about a call that failed. */
import { changesNothing } from '../sage200/protocol/effects';
import type { FailureKind, SageFailure } from '../sage200/protocol/failures';

const REMEDY: Record<FailureKind, string> = {
	refused: 'Correct what Sage 200 complains of.',
	unauthorised:
		'If the login has ended, open the credential, press Switch account and log in to Sage ID; otherwise check the site and company in it.',
	loginEnded:
		'Open the credential, press Switch account (n8n still shows it as connected) and log in to Sage ID.',
	forbidden: 'Ask a Sage 200 administrator to give the user the role for this module.',
	notFound:
		'Check the ID. If it is right, the site may run a Sage 200 release older than this endpoint.',
	outdated: 'Update the site to a later Sage 200 release.',
	tooLarge: 'Send less at once: fewer lines, shorter texts. Nothing was changed.',
	tooLong:
		'Ask for less at once: a shorter filter, fewer fields, fewer items. Nothing was changed.',
	throttled: 'Lower "Calls in Flight" or run the workflow less often.',
	crashed: 'If it fails every time, the event log of the Sage 200 server tells why.',
	unavailable: 'Check that the Sage 200 server and its tunnel are running.',
	timeout: 'If Sage 200 is slow, raise "Timeout" in the options, or ask for less at once.',
	dropped: 'If it happens often, check the line to the Sage 200 server.',
	stopped: 'A person cancelled it, or it took longer than n8n lets it.',
	unreachable: 'Check the API address in the credential and the network of this n8n.',
	unreadable: 'Check the API address and edition in the credential.',
	notRenewed:
		'Sage ID or the line to it fails, not Sage 200, which got nothing. Try it later; the login itself may well be good.',
	notMade:
		'n8n itself failed, most likely at its own database; Sage 200 got nothing. Look at the log of n8n and try it later.',
	redirected: 'Put the final address into the credential.',
};

/** A read that failed like this may well succeed the next time. */
const PASSING: ReadonlySet<FailureKind> = new Set([
	'crashed',
	'unavailable',
	'timeout',
	'dropped',
	'stopped',
]);

/** True when the call was to change something in Sage, and may have done so or do so yet. */
export function mayBeApplied({ facts, inDoubt }: SageFailure): boolean {
	return inDoubt && !changesNothing(facts);
}

/** What to do about a failure. Of a write that may be in Sage it never says to run it again without a look. */
export function remedyOf(failure: SageFailure): string {
	const { kind, remedy, note } = failure.facts;
	const texts = [remedy ?? usualRemedy(failure, kind), note];
	return texts.filter((text) => text !== undefined).join(' ');
}

/** What to do about a read of a trigger that failed: it asks again by itself, and has fewer options than a node. */
export function remedyOfPoll({ kind }: SageFailure): string {
	if (kind === 'throttled') return 'Poll less often, or follow fewer companies.';
	return PASSING.has(kind) ? `The next poll asks again. ${REMEDY[kind]}` : REMEDY[kind];
}

function usualRemedy(failure: SageFailure, kind: FailureKind): string {
	if (mayBeApplied(failure))
		return `Sage 200 may have applied it: look before you run it again. ${REMEDY[kind]}`;
	return PASSING.has(kind) ? `Run the item again. ${REMEDY[kind]}` : REMEDY[kind];
}
