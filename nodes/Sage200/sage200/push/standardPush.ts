/**
 * Standard protection, for one n8n process: a document is looked for, posted, and after any unclear answer looked for
 * again. It is not posted again while it is in doubt.
 */
import type { SageRecord } from '../protocol/api';

import { Push, type Kept } from './push';
import { survivorOf } from './survivor';

export class StandardPush<Body extends object> extends Push<Body> {
	protected async post(): Promise<Kept> {
		const { kind, place } = this.context;
		const body = await this.pending.complete();
		this.posted = true;
		try {
			const record = await place.post(
				this.pending,
				async () => await this.answered(await kind.post(body)),
			);
			return { record, outcome: 'created' };
		} catch (error) {
			return await this.afterFailedPost(error);
		}
	}

	protected async keepSurvivor(candidates: SageRecord[]): Promise<Kept> {
		return { record: survivorOf(candidates, this.context.kind), outcome: 'existing' };
	}

	protected doubt(): void {
		const { register, settings, now } = this.context;
		register.doubt(this.name, now() + settings.doubtSeconds * 1000);
	}
}
