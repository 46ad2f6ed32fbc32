/** Everything that would keep an order from being entered, or that somebody should know before it is. Saves nothing. */
import type { SageRecord } from '../../protocol/api';
import { onSageFailure, type Problem } from '../../protocol/failures';

import { AnalysisCodes, readAnalysisCodes } from './analysisCodes';
import { writtenAccount } from './buyer';
import { checkSettings, creditWarning } from './checks';
import { draftBody, labelsOf, stockLines, type OrderFinaliser } from './finalise';
import { ownTotal, type OwnTotal } from './ownTotal';
import type { OrderPlan } from './plan';
import { ifOffered, readSettings, readSitePrices } from './siteSettings';

export interface Preview {
	/** What would be posted. */
	payload: SageRecord;
	/** The order as Sage itself would enter it; undefined where it would not, or was not asked. */
	priced?: SageRecord;
	/** What it comes to by the node's own reckoning, where Sage did not price it. */
	own?: OwnTotal;
	/** An account that would be made or changed. */
	account?: SageRecord;
	warnings: string[];
	problems: Problem[];
}

/** Previews a planned order, with all problems at once. */
export async function previewOrder(finaliser: OrderFinaliser, plan: OrderPlan): Promise<Preview> {
	const problems = [...plan.request.problems];
	const unread: string[] = [];
	const customer = plan.buyer?.customer;
	const found = problems.length;
	await finaliser.check(plan, problems, unread);
	const settings = await readSettings(finaliser.lookups, unread);
	checkSettings(draftBody(plan), settings, problems, plan.notes);
	await checkAnalysis(finaliser, plan, problems, unread);
	const payload = await finaliser.priced(plan, customer, problems);
	// Sage tells its first objection only, so it is asked when all that could be resolved was.
	const asked = customer !== undefined && found === 0;
	const answer = asked ? await pricedBySage(finaliser, payload, problems, unread) : undefined;
	const priced = answer && hasLines(answer, payload) ? answer : undefined;
	const isOpen = asked && !priced && problems.length === found;
	const own = isOpen ? await reckon(finaliser, plan, payload, unread) : undefined;
	const total = priced ?? own;
	const credit =
		customer && total ? creditWarning(customer, Number(total.total_gross_value ?? 0)) : undefined;
	const looking = async () => await finaliser.stock.shortages(stockLines(plan));
	const shortages = await ifOffered(looking, [], 'free stock', unread);
	const warnings = [...plan.notes, ...shortages, ...(credit ? [credit] : []), ...unread];
	return { payload, priced, own, account: writtenAccount(plan.buyer), warnings, problems };
}

/** Sage publishes the call for a customer alone: a site may leave the lines out of its answer. */
function hasLines({ lines }: SageRecord, payload: SageRecord): boolean {
	return Array.isArray(lines) && lines.length === (payload.lines as unknown[]).length;
}

/** The node's own total, for a site that does not price an order before it is entered. */
async function reckon(
	{ prices, lookups }: OrderFinaliser,
	plan: OrderPlan,
	payload: SageRecord,
	notes: string[],
): Promise<OwnTotal | undefined> {
	const reading = async () => {
		const body = { ...payload, customer_id: plan.buyer?.customer?.id };
		const { includeTax, problems } = await readSitePrices(lookups);
		if (problems.length > 0) return undefined;
		const reckoning = {
			body: payload,
			prices: await prices.enquireAll(body),
			taxCodes: await lookups.all('tax_codes'),
			pricesIncludeTax: includeTax,
		};
		return ownTotal(plan, reckoning);
	};
	const own = await ifOffered(reading, undefined, 'the total of the order', notes);
	notes.push(
		own
			? `Sage 200 did not price the order: the node worked out the total of ${own.total_gross_value.toFixed(2)}`
			: 'Sage 200 did not price the order, and the node does not know all of its prices and taxes',
	);
	return own;
}

async function checkAnalysis(
	{ lookups }: OrderFinaliser,
	plan: OrderPlan,
	problems: Problem[],
	unread: string[],
): Promise<void> {
	const reading = async () => await readAnalysisCodes(lookups);
	const codes = await ifOffered(reading, new AnalysisCodes([]), 'analysis codes', unread);
	const complain = (label: string, names: string[]) =>
		names.forEach((name) =>
			problems.push({
				field: `${label}Analysis Codes`,
				message: `"${name}" is empty, and the site demands it`,
				remedy: 'Give it under Analysis Codes.',
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
	finaliser: OrderFinaliser,
	payload: SageRecord,
	problems: Problem[],
	unread: string[],
): Promise<SageRecord | undefined> {
	const pricing = async () =>
		await finaliser.prices.preview(payload).catch(
			onSageFailure(async (failure) => {
				if (failure.kind !== 'refused') throw failure;
				if (!(await finaliser.prices.takesLines(payload.customer_id))) throw failure;
				const message = failure.facts.sageMessage ?? failure.message;
				problems.push({ field: 'Sage 200', message, remedy: 'Correct what Sage 200 names.' });
				return undefined;
			}),
		);
	return await ifOffered(pricing, undefined, "Sage 200's own version of the order", unread);
}
