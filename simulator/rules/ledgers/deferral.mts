/**
 * Deferred posting: Sage has taken a posting and writes it to the ledgers later.
 * Whether a site does so is unknown, so it is a switch.
 */
import type { Body, Call } from '../../world.mts';
import { SHOWS_FROM } from '../withheld.mts';

/** What a posting is stored with, so that it shows when its time has come. */
export function deferral({ company: { behaviour }, clock }: Pick<Call, 'company' | 'clock'>): Body {
	const { posting, deferredPostingSeconds } = behaviour;
	return posting === 'deferred'
		? { [SHOWS_FROM]: clock.now() + deferredPostingSeconds * 1000 }
		: {};
}
