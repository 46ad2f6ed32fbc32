/** What all calls of one execution share: its lanes, what Sage lets through, the end of the login, known page sizes. */
import { endsLogin } from './errors';
import { Lanes } from './lanes';
import { LargestPage } from './pages';
import type { ProvenLogin } from './provenLogin';
import { Throttle } from './throttle';

export class Session {
	readonly throttle = new Throttle();
	private readonly lanes: Lanes;
	private readonly largestPages = new Map<string, LargestPage>();
	private loginEnd?: Error;
	private firstCall?: Promise<unknown>;

	constructor(
		callsInFlight: number,
		private readonly login: ProvenLogin,
	) {
		this.lanes = new Lanes(callsInFlight);
	}

	/**
	 * Makes a call when its turn comes. The first one goes alone, unless the login is proven.
	 * @param place the company that the call is to
	 * @throws the first answer of the identity server that the login has ended: it stands for all calls that follow, for
	 * each would ask again in vain
	 */
	async run<T>(place: string, call: () => Promise<T>): Promise<T> {
		if (!this.firstCall && !this.login.isProven(place)) {
			const first = this.call(place, call);
			this.firstCall = first.catch(() => undefined);
			return await first;
		}
		this.firstCall ??= Promise.resolve();
		await this.firstCall;
		return await this.lanes.run(async () => await this.call(place, call));
	}

	/** What is known of the pages of a site. */
	largestPageOf(siteId: string): LargestPage {
		const known = this.largestPages.get(siteId) ?? new LargestPage();
		this.largestPages.set(siteId, known);
		return known;
	}

	private async call<T>(place: string, call: () => Promise<T>): Promise<T> {
		if (this.loginEnd) throw this.loginEnd;
		const result = await call().catch((error: unknown) => {
			this.login.doubt(place);
			if (error instanceof Error && endsLogin(error)) this.loginEnd ??= error;
			throw error;
		});
		this.login.accept(place);
		return result;
	}
}
