/** "All Companies": one item, read in every company that the login reaches. */
import type { INodeExecutionData } from 'n8n-workflow';

import { invalid } from '../sage200/protocol/failures';
import { siteColumns, type Site } from '../sage200/login/sites';

import { groupBy } from '../sage200/values/grouping';
import type { Company } from './company';
import { everyCompany } from './companyChoice';
import type { Item } from './item';
import type { Run } from './run';

/**
 * The item once for each company.
 * @throws InvalidInput for what changes something, and when there is no company
 */
export async function visitsOf(item: Item, writes: boolean, run: Run): Promise<Item[]> {
	if (writes)
		throw invalid(
			'Company',
			'"All Companies" is for reading only',
			'Choose the one company to change, or send one item for each.',
		);
	const companies = await everyCompany(await run.sites(), run);
	return companies.map(({ site, company }) => item.visit(site, company));
}

/**
 * Items that are looked up together: what fails for one company must not touch the others. Every run takes the companies
 * in the same order, so that no two runs wait for each other's keys.
 */
export function batchesOf(items: Item[]): Item[][] {
	const batches = [...groupBy(items, scopeOf)].sort(([left], [right]) => (left < right ? -1 : 1));
	return batches.map(([, batch]) => batch);
}

/** What needs no company has none. */
function scopeOf({ company }: Item): string {
	return (company as Company | undefined)?.api.scope ?? '';
}

/** Where a row is from; nothing where one company was asked for. */
export function originOf(site: Site | undefined): Record<string, string> {
	return site ? siteColumns(site) : {};
}

/**
 * The item of a company that failed, which its text names. n8n sends items to the error branch by their having no keys
 * but its own, so there the origin is in the text alone.
 */
export function failedVisit(
	output: INodeExecutionData,
	site: Site,
	errorBranch: boolean,
): INodeExecutionData {
	const error = `${site.companyName} (${site.siteName}): ${String(output.json.error)}`;
	return { ...output, json: { ...output.json, error, ...(errorBranch ? {} : originOf(site)) } };
}
