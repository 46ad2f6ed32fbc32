/**
 * What Sage itself would charge. One call prices a whole order: `sop_orders_new`, which saves nothing. Sage publishes
 * it for a customer alone, so should a site's release leave the lines out, each product is enquired about instead.
 */
import { recordIn } from '../../protocol/answer';
import type { SageApi, SageRecord } from '../../protocol/api';
import { onSageFailure } from '../../protocol/failures';
import { LINE_TYPES } from '../../lines/orderLines';
import { round } from '../../values/numbers';

export interface SagePrice {
	unitPrice: number;
	/** Off one unit. */
	discount: number;
}

/** Prices of an execution: the same enquiry is made once. */
export class SagePrices {
	private readonly enquiries = new Map<string, Promise<SagePrice>>();
	private linesTaken?: Promise<boolean>;

	constructor(private readonly api: SageApi) {}

	/**
	 * The order as Sage would enter it.
	 * @throws SageFailure with Sage's reason when it would not
	 */
	async preview(body: SageRecord): Promise<SageRecord> {
		return ((await this.api.send({ method: 'POST', path: '/sop_orders_new', body })) ??
			{}) as SageRecord;
	}

	/**
	 * Whether the site takes more than the customer, which is all that Sage publishes. Where it refuses even an empty
	 * list of lines, its refusal of an order says nothing of that order.
	 */
	async takesLines(customerId: unknown): Promise<boolean> {
		this.linesTaken ??= this.preview({ customer_id: customerId, lines: [] }).then(
			() => true,
			onSageFailure(() => false),
		);
		return await this.linesTaken;
	}

	/** Sage's price of every line of a product, in the order of the body's lines; undefined for other lines. */
	async of(body: SageRecord): Promise<Array<SagePrice | undefined>> {
		const lines = body.lines as SageRecord[];
		const priced = pricesIn(await this.previewOrNothing(body), lines.length);
		return await Promise.all(
			lines.map(async (line, at) => {
				if (line.line_type !== LINE_TYPES.standard) return undefined;
				return priced?.[at] ?? (await this.enquire(body.customer_id, line));
			}),
		);
	}

	/** Sage's price of every line of a product that has none of its own, each enquired about. */
	async enquireAll(body: SageRecord): Promise<Array<SagePrice | undefined>> {
		return await Promise.all(
			(body.lines as SageRecord[]).map(async (line) =>
				line.line_type === LINE_TYPES.standard && line.selling_unit_price === undefined
					? await this.enquire(body.customer_id, line)
					: undefined,
			),
		);
	}

	/** A release that does not take lines may refuse them; the enquiry then has the last word. */
	private async previewOrNothing(body: SageRecord): Promise<SageRecord> {
		return await this.preview(body).catch(
			onSageFailure((failure): SageRecord => {
				if (failure.kind === 'refused' || failure.kind === 'notFound') return {};
				throw failure;
			}),
		);
	}

	private async enquire(
		customerId: unknown,
		{ product_id, line_quantity: quantity, selling_unit_id }: SageRecord,
	): Promise<SagePrice> {
		const body = { customer_id: customerId, product_id, quantity, selling_unit_id };
		const key = JSON.stringify(body);
		let enquiry = this.enquiries.get(key);
		if (!enquiry) this.enquiries.set(key, (enquiry = this.send(body)));
		return await enquiry;
	}

	private async send(body: SageRecord): Promise<SagePrice> {
		const request = { method: 'POST', path: '/customer_price_enquiry', body } as const;
		const reply = recordIn(await this.api.send(request), request);
		const unitPrice = Number(reply.unit_price ?? 0);
		return {
			unitPrice,
			discount: round(unitPrice - Number(reply.discounted_unit_price ?? unitPrice), 5),
		};
	}
}

/** The prices of a previewed order; undefined when it came without its lines. */
function pricesIn({ lines }: SageRecord, count: number): SagePrice[] | undefined {
	if (!Array.isArray(lines) || lines.length !== count) return undefined;
	return (lines as SageRecord[]).map((line) => ({
		unitPrice: Number(line.selling_unit_price ?? 0),
		discount: Number(line.unit_discount_value ?? 0),
	}));
}
