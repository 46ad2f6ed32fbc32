/** Everything that would keep an order from being entered, or that somebody should know before it is. Saves nothing. */
import type { SageRecord } from '../api';
import { onSageFailure, type Problem } from '../failures';

import { AnalysisCodes, readAnalysisCodes } from './analysisCodes';
import { checkSettings, creditWarning } from './checks';
import { draftBody, labelsOf, stockLines, type OrderDesk } from './desk';
import type { OrderPlan } from './plan';
import { ifOffered, readSettings } from './site';

export interface Preview {
	/** What would be posted. */
	payload: SageRecord;
	/** The order as Sage itself would enter it; undefined where it would not, or was not asked. */
	priced?: SageRecord;
	/** An account that would be made or changed. */
	account?: SageRecord;
	warnings: string[];
	problems: Problem[];
}

/** Previews a planned order, with all problems at once. */
export async function previewOrder(desk: OrderDesk, plan: OrderPlan): Promise<Preview> {
	const problems = [...plan.request.problems];
	const { customer } = plan;
	const found = problems.length;
	await desk.check(plan, problems);
	checkSettings(draftBody(plan), await readSettings(desk.lookups), problems);
	await checkAnalysis(desk, plan, problems);
	const payload = await desk.priced(plan, customer, problems);
	// Sage tells its first objection only, so it is asked when all that could be resolved was.
	const priced = customer && found === 0 ? await pricedBySage(desk, payload, problems) : undefined;
	const credit =
		customer && priced ? creditWarning(customer, Number(priced.total_gross_value ?? 0)) : undefined;
	const shortages = await ifOffered(async () => await desk.stock.shortages(stockLines(plan)), []);
	const warnings = [...plan.notes, ...shortages, ...(credit ? [credit] : [])];
	return { payload, priced, account: plan.account, warnings, problems };
}

async function checkAnalysis(
	{ lookups }: OrderDesk,
	plan: OrderPlan,
	problems: Problem[],
): Promise<void> {
	const codes = await ifOffered(
		async () => await readAnalysisCodes(lookups),
		new AnalysisCodes([]),
	);
	const complain = (label: string, names: string[]) =>
		names.forEach((name) =>
			problems.push({
				field: `${label}Analysis Codes`,
				message: `"${name}" is empty, and the site demands it`,
			}),
		);
	const body = draftBody(plan);
	complain('', codes.missing('order', body));
	(body.lines as SageRecord[]).forEach((line, at) =>
		complain(`${labelsOf(plan)[at]}: `, codes.missing('line', line)),
	);
}

/** Sage's own version of the order; its refusal is a problem like any other. */
async function pricedBySage(
	desk: OrderDesk,
	payload: SageRecord,
	problems: Problem[],
): Promise<SageRecord | undefined> {
	return await desk.prices.preview(payload).catch(
		onSageFailure((failure) => {
			// An answer that did not come says nothing of the order.
			if (failure.kind === 'refused')
				problems.push({ field: 'Sage 200', message: failure.facts.sageMessage ?? failure.message });
			else if (failure.kind !== 'notFound') throw failure;
			return undefined;
		}),
	);
}
