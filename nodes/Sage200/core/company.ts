/** One Sage 200 company during one execution: the calls to it and what was looked up in it so far. */
import type { SageApi } from '../sage200/protocol/api';
import { readKinds, type ReadKinds } from '../sage200/lookups/kinds';
import { Lookups } from '../sage200/lookups/lookups';

export class Company {
	readonly lookups: Lookups;
	/** Lists of Sage's own kinds. */
	readonly kinds: ReadKinds;

	constructor(readonly api: SageApi) {
		this.lookups = new Lookups(api);
		this.kinds = async (resource) => await readKinds(api, resource);
	}
}
