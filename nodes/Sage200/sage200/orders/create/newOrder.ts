/** A planned order that is to be in Sage once. What is posted is worked out at the last moment, and kept for what comes after. */
import type { SageRecord } from '../../protocol/api';
import { InvalidInput, type Problem } from '../../protocol/failures';
import { idDifference, lineDifferences } from '../../push/compare';
import { otherAccount, type Difference, type PendingDocument } from '../../push/pending';
import { linesOf } from '../../push/readyDocument';
import { SALES_ORDER } from '../../push/salesDocuments';
import { compareTotals } from '../totals';

import type { Accounts, SettledAccount } from './accounts';
import { refuseArchived } from './archive';
import { draftBody, labelsOf, type OrderFinaliser } from './finalise';
import type { OrderPlan } from './plan';

export interface NewOrderFacts {
	/** As stored in Sage, prefix and all. */
	key: string;
	/** How the form calls the key. */
	label: string;
	plan: OrderPlan;
	finaliser: OrderFinaliser;
	accounts: Accounts;
	/** What the shop charged, where it is given. */
	total?: { amount: number; tolerancePence: number };
	/** How long others may take to see a new account; undefined where one process makes them all. */
	settleSeconds?: number;
	/** Posts an order also where it may be among those that were archived. */
	postArchived: boolean;
}

export class NewOrder implements PendingDocument {
	readonly comparesLines = true;
	private settled?: SettledAccount;

	constructor(private readonly facts: NewOrderFacts) {}

	get key(): string {
		return this.facts.key;
	}

	get label(): string {
		return this.facts.label;
	}

	/** The account that was settled for the order; undefined when the order was there already. */
	get buyer(): SettledAccount | undefined {
		return this.settled;
	}

	/** @throws InvalidInput with all that keeps the order from being posted; then nothing of it was sent */
	async complete(): Promise<SageRecord> {
		const { plan, finaliser, accounts, postArchived, settleSeconds } = this.facts;
		if (!postArchived) await refuseArchived(finaliser.lookups, plan.header.document_date);
		await refusing(async (problems) => await finaliser.check(plan, problems));
		const known = plan.buyer?.customer;
		const body = known && (await this.pricedFor(known));
		this.settled = await accounts.settle(plan, settleSeconds);
		// What a new customer pays is known only once the account is there.
		return body ?? (await this.pricedFor(this.settled.customer));
	}

	/**
	 * The order as it would be posted for the customer that is known.
	 * @throws InvalidInput
	 */
	async current(): Promise<SageRecord> {
		const { plan, finaliser } = this.facts;
		await refusing(async (problems) => await finaliser.check(plan, problems));
		return await this.pricedFor(plan.buyer?.customer);
	}

	/**
	 * The buyer's account is looked for once more: another worker that pushes the same order may have made it since. A buyer
	 * without an account has no order yet, so what carries the key is somebody else's.
	 */
	async foreignReason(found: SageRecord): Promise<string | undefined> {
		const { plan, accounts } = this.facts;
		const customer = plan.buyer?.customer ?? this.settled?.customer ?? (await accounts.find(plan));
		return otherAccount(found, SALES_ORDER, customer?.id);
	}

	differences(found: SageRecord): Difference[] {
		const { plan, total } = this.facts;
		const { prices } = plan.request;
		const currency = (id: unknown) => plan.currencies.get(id) ?? `ID ${String(id)}`;
		const lines = lineDifferences(
			linesOf(draftBody(plan)),
			linesOf(found),
			{ priceField: 'selling_unit_price', prices: prices.use === 'shop' },
			labelsOf(plan),
		);
		const totals = total && compareTotals(total.amount, found, total.tolerancePence);
		return [
			...lines,
			...(totals && !totals.within_tolerance
				? [{ field: 'Total', pushed: totals.shop, sage: totals.sage }]
				: []),
			...idDifference('Currency', plan.buyer?.customer?.currency_id, found.currency_id).map(
				(each) => ({
					...each,
					pushed: currency(each.pushed),
					sage: currency(each.sage),
				}),
			),
		];
	}

	private async pricedFor(customer: SageRecord | undefined): Promise<SageRecord> {
		const { plan, finaliser } = this.facts;
		return await refusing(async (problems) => await finaliser.priced(plan, customer, problems));
	}
}

async function refusing<T>(check: (problems: Problem[]) => Promise<T>): Promise<T> {
	const problems: Problem[] = [];
	const result = await check(problems);
	if (problems.length > 0) throw new InvalidInput(problems);
	return result;
}
