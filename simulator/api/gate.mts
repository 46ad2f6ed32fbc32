/**
 * Lets calls in: login, site and company, address, rights.
 * Statuses: api.md f; a missing header gives the 401 of an expired token: api.md k 1. In which order Sage checks is the
 * simulator's choice.
 */
import { findOperation, type CatalogOperation } from '../../nodes/Sage200/catalog/index.ts';
import type { StoredCompany } from '../data/company.mts';
import type { World } from '../data/world.mts';
import type { Behaviour } from '../behaviour/index.mts';
import { hasSince } from './releases.mts';
import { refusal, type Reply } from './replies.mts';
import type { AdmittedCall, SageRequest } from './request.mts';

/** Who a bearer token belongs to; undefined for one that is unknown or over. */
export type FindLogin = (bearer: string) => string | undefined;

/** Lets a call in, or refuses it as Sage does. */
export class Gate {
	constructor(
		private readonly world: World,
		private readonly behaviour: Behaviour,
		private readonly findLogin: FindLogin,
	) {}

	/** The call, let in, or the answer to one that is not. */
	admit(request: SageRequest): AdmittedCall | Reply {
		const { bearer, method, path } = request;
		if (bearer === undefined || this.findLogin(bearer) === undefined) {
			return this.refuse(401, 'Authorization has been denied for this request.');
		}
		const operation = this.operationOf(request);
		if (operation?.resource === 'sites') return { request, operation };
		const company = this.companyOf(request);
		if (!company) {
			return this.refuse(401, 'Authorization has been denied for this site and company.');
		}
		if (!operation) {
			return this.refuse(404, `No HTTP resource was found that matches ${method} '${path}'.`);
		}
		if (this.behaviour.deniedGroups.includes(operation.group)) {
			return this.refuse(403, `The user has no access to the feature '${operation.resource}'.`);
		}
		return { request, operation, company };
	}

	/** Companies that the user reaches now. */
	reachable(): StoredCompany[] {
		if (this.behaviour.sites === 'empty') return [];
		return this.world.companies.filter((company) => this.mayReach(company));
	}

	private operationOf({ method, path, edition }: SageRequest): CatalogOperation | undefined {
		const found = findOperation(method, path) ?? this.ofUnknownVerb(method, path);
		if (!found || !hasSince(this.behaviour.release, found.since)) return undefined;
		return found.professionalOnly && edition === 'standard' ? undefined : found;
	}

	/** Sage published the paths that change a status without their verb. */
	private ofUnknownVerb(method: string, path: string): CatalogOperation | undefined {
		const [verb, byId] = this.behaviour.statusVerb.split(' by ');
		if (method !== verb) return undefined;
		if (byId === undefined) return findOperation('UNKNOWN', path);
		const found = findOperation('UNKNOWN', path.replace(/\/\d+$/, ''));
		return found && found.path !== path ? { ...found, path: `${found.path}/{Id}` } : undefined;
	}

	private companyOf({ siteId, companyId }: SageRequest): StoredCompany | undefined {
		const found = this.world.find(siteId ?? '', companyId ?? '');
		return found && this.mayReach(found) ? found : undefined;
	}

	private mayReach({ companyId }: StoredCompany): boolean {
		return !this.behaviour.deniedCompanies.includes(companyId);
	}

	private refuse(status: number, message: string): Reply {
		return refusal(status, message, this.behaviour);
	}
}
