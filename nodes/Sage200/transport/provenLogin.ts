/**
 * Logins that Sage has accepted in this process.
 *
 * The first call of a run goes alone. If its token has expired, n8n renews it once, before other calls go out with the
 * old one; and a company that the login does not reach is asked for once. A single order would spend a third of its time
 * on that, so the first call does not go alone where Sage has accepted the same token for the same company before.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { accessTokenTimes, type StoredTokens } from '../sage200/login/times';

/** A token that has less time left may end during the run. */
const MINUTES_TO_SPARE = 5;

/** The token that was accepted last, for each company. */
const accepted = new Map<string, unknown>();

/** The login of one run. */
export class ProvenLogin {
	private constructor(private readonly tokens: StoredTokens) {}

	/** The login as n8n has it stored. */
	static of({ oauthTokenData }: ICredentialDataDecryptedObject): ProvenLogin {
		return new ProvenLogin((oauthTokenData ?? {}) as StoredTokens);
	}

	/** Whether Sage has accepted this very token for a company, and it is far from its end. */
	isProven(place: string): boolean {
		const { access_token } = this.tokens;
		const { minutes_left } = accessTokenTimes(this.tokens, Date.now());
		return (
			typeof access_token === 'string' &&
			accepted.get(place) === access_token &&
			typeof minutes_left === 'number' &&
			minutes_left >= MINUTES_TO_SPARE
		);
	}

	/** A call went well. */
	accept(place: string): void {
		accepted.set(place, this.tokens.access_token);
	}

	/** A call failed, for whatever reason: the next run tries again. */
	doubt(place: string): void {
		accepted.delete(place);
	}
}
