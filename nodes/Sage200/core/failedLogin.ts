/** Why Sage refuses a login, found out at most once an execution, and remembered for the calls that follow. */
import type { SageRequest } from '../sage200/protocol/api';
import { SageFailure } from '../sage200/protocol/failures';
import { diagnosed, isExplainable, reconnect } from '../sage200/login/diagnosis';
import { reachOf } from '../sage200/login/health';
import { SITES_PATH, type Site } from '../sage200/login/sites';
import type { ClientSettings } from '../transport/client';
import { DEFAULT_RETRY } from '../transport/retry';

/** Where a call went. */
export interface Place {
	siteId: string;
	companyId: string;
}

/** What finding out needs of the execution. */
export interface LoginFacts {
	/** `professional`, `standard` or `custom`. */
	edition: string;
	/** The credential's name in n8n. */
	credentialName: string;
	/** Sites that were asked for already in this execution. */
	sitesRead(): Promise<Site[]> | undefined;
	readSites(changes: Partial<ClientSettings>): Promise<Site[]>;
}

export class FailedLogin {
	private sites?: Promise<Site[]>;
	/** Companies that the login turned out not to reach. */
	private readonly unreached = new Map<string, SageFailure>();
	/** The login itself is not accepted, wherever a call goes. */
	private refused?: SageFailure;

	constructor(private readonly facts: LoginFacts) {}

	/**
	 * The failure that a call is known to end in. Every further call would be refused like the first, and each makes
	 * n8n renew the token in vain.
	 */
	foreseen({ method, path }: SageRequest, place: Place): SageFailure | undefined {
		const failure = this.refused ?? this.unreached.get(keyOf(place));
		return failure && new SageFailure({ ...failure.facts, method, path });
	}

	/** The failure with what is behind a 401, 403 or 404. */
	async explained(failure: SageFailure, place: Place): Promise<SageFailure> {
		const { credentialName, edition } = this.facts;
		if (failure.kind === 'loginEnded') return failure.explained(reconnect(credentialName));
		if (!isExplainable(failure)) return failure;
		const sites = failure.facts.path === SITES_PATH ? failure : await this.sitesOrFailure(failure);
		if (!sites) return failure;
		const explained = diagnosed(failure, { sites, ...place, credentialName, edition });
		if (failure.kind === 'unauthorised') this.remember(explained, sites, place);
		return explained;
	}

	private remember(refusal: SageFailure, sites: Site[] | SageFailure, place: Place): void {
		if (!(sites instanceof SageFailure)) {
			if (!reachOf(sites, place).company) this.unreached.set(keyOf(place), refusal);
		} else if (sites.kind === 'unauthorised') this.refused = refusal;
	}

	/**
	 * The sites that the login reaches, or how asking for them failed. They are asked for once, without repetition.
	 * After a 401 n8n has renewed the token already. Undefined when the call could not be made.
	 */
	private async sitesOrFailure({ kind }: SageFailure): Promise<Site[] | SageFailure | undefined> {
		const login = { oauth2: { skipTokenRefresh: kind === 'unauthorised' } };
		this.sites ??=
			this.facts.sitesRead() ??
			this.facts.readSites({ retry: { ...DEFAULT_RETRY, maximum: 0 }, login });
		try {
			return await this.sites;
		} catch (error) {
			return error instanceof SageFailure ? error : undefined;
		}
	}
}

function keyOf({ siteId, companyId }: Place): string {
	return `${siteId}/${companyId}`;
}
