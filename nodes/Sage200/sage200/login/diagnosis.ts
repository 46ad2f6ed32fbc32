/**
 * The cause of a 401, 403 or 404. Sage answers a login that has ended, a wrong site and a wrong company alike, often with an
 * empty 401; `/sites`, which needs the login alone, tells them apart.
 */
import { findOperation, findResource, resourceOfPath } from '../../catalog';
import { SageFailure, type FailureKind } from '../protocol/failures';

import { listed, same, type Site } from './sites';

/** How the failed call was made. */
export interface Circumstances {
	siteId: string;
	companyId: string;
	/** `professional`, `standard` or `custom`. */
	edition: string;
	/** As the user named it. */
	credentialName: string;
	/** What `/sites` answered to the same login, or how that call failed. */
	sites: Site[] | SageFailure;
}

const EXPLAINABLE: ReadonlySet<FailureKind> = new Set([
	'unauthorised',
	'forbidden',
	'notFound',
	'outdated',
]);

/** Sage's modules, by the groups of the catalog. */
const MODULES: Record<string, string> = {
	'cash-book': 'Cash Book',
	commercials: 'Commercials',
	financials: 'Financials',
	general: 'General',
	nominal: 'Nominal Ledger',
	pop: 'Purchase Order Processing',
	'price-book': 'Price Book',
	purchases: 'Purchase Ledger',
	sales: 'Sales Ledger',
	sop: 'Sales Order Processing',
	stock: 'Stock Control',
};

/** Whether asking for the sites can tell more than the failure does. */
export function isExplainable({ kind }: SageFailure): boolean {
	return EXPLAINABLE.has(kind);
}

/** What a person has to do about a login that has ended. */
export function reconnect(credentialName: string): string {
	return `Open the credential "${credentialName}" in n8n, press Switch account (n8n still shows it as connected) and log in to Sage ID.`;
}

/** The failure with its cause and what to do about it. */
export function diagnosed(failure: SageFailure, circumstances: Circumstances): SageFailure {
	const { sites } = circumstances;
	if (sites instanceof SageFailure) return withoutSites(failure, sites, circumstances);
	const remedy = placeRemedy(sites, circumstances) ?? callRemedy(failure, circumstances);
	return remedy === undefined ? failure : failure.explained(remedy);
}

/** Not even `/sites` answered: the login itself, or the address, does not work. */
function withoutSites(
	failure: SageFailure,
	sites: SageFailure,
	{ credentialName, edition }: Circumstances,
): SageFailure {
	if (sites.kind === 'unauthorised') {
		return failure.explained(
			`The login of the credential "${credentialName}" is no longer accepted: not even /sites answers it. ${reconnect(credentialName)}`,
		);
	}
	if (sites.kind === 'notFound')
		return failure.explained(
			`There is no Sage 200 API at the credential's address. ${editionHint(edition)}`,
		);
	return failure === sites
		? failure
		: failure.noting(`Asking for the sites to tell the cause failed as well: ${sites.message}.`);
}

/** The site or company is wrong; undefined when the login reaches them. */
function placeRemedy(
	reached: Site[],
	{ siteId, companyId, edition }: Circumstances,
): string | undefined {
	if (reached.length === 0) {
		return `The login works but reaches no site. Either the tunnel to the Sage 200 server is down, or the user is not enabled for the API in Sage 200 System Administration. ${editionHint(edition)}`;
	}
	if (siteId === '')
		return `No site was named. Fill Site ID and Company ID in the credential. The login reaches: ${listed(reached)}.`;
	const onSite = reached.filter((site) => same(site.siteId, siteId));
	if (onSite.length === 0)
		return `The site "${siteId}" is unknown to this login. It reaches: ${listed(reached)}.`;
	if (onSite.some((site) => same(site.companyId, companyId))) return undefined;
	return `There is no company "${companyId}" on this site for this login. It reaches: ${listed(onSite)}.`;
}

/** Login, site and company are right, so it is this call; undefined when the failure's own words say it all. */
function callRemedy(failure: SageFailure, circumstances: Circumstances): string | undefined {
	if (failure.kind === 'unauthorised') {
		return `The login is good and lists company "${circumstances.companyId}" of this site, yet Sage 200 refuses it there. Enable the Sage 200 user for the API and for this company in System Administration.`;
	}
	if (failure.kind === 'forbidden') return rightsRemedy(failure);
	return failure.kind === 'notFound' ? absenceRemedy(failure, circumstances) : undefined;
}

function rightsRemedy({ facts: { path } }: SageFailure): string {
	const group = findResource(resourceNamed(path))?.group;
	const place = group === undefined ? `what ${path} belongs to` : `the module ${MODULES[group]}`;
	return `The Sage 200 user has no right for ${place}. Ask a Sage 200 administrator to give its role the features of it.`;
}

function absenceRemedy(
	{ facts: { method, path } }: SageFailure,
	{ companyId }: Circumstances,
): string {
	const operation = findOperation(method, path);
	if (/\/-?\d+$/.test(path) && operation) {
		return `Check the ID: company "${companyId}" has no such record. IDs differ from company to company. ${newnessHint(operation.since)}`.trim();
	}
	if (operation)
		return (
			newnessHint(operation.since) ||
			'The endpoint is known, but this site does not have it: its Sage 200 release is older, or the module is not installed.'
		);
	return findResource(resourceNamed(path))
		? `Sage 200 publishes no ${method} for ${path}. Check the method and the path.`
		: `Sage 200 publishes no endpoint ${path}. Check its spelling; if it is right, it came after this node or the site's release.`;
}

function newnessHint(since: string | undefined): string {
	return since === undefined
		? ''
		: `The endpoint came to Sage 200 on ${since}: a site with an older release does not have it and must be updated.`;
}

function editionHint(edition: string): string {
	if (edition === 'custom') return 'Check the API URL in the credential.';
	const other = edition === 'standard' ? 'Professional' : 'Standard';
	return `If your Sage 200 is ${other}, choose that edition in the credential.`;
}

/** `/customers/12` → `customers` */
function resourceNamed(path: string): string {
	return resourceOfPath(path.replace(/\/-?\d+$/, ''));
}
