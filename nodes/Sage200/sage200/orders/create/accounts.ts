/** Accounts that orders bring along: made once in a run, or brought up to date where that is asked for. */
import { recordIn } from '../../protocol/answer';
import type { SageApi, SageRecord, SageRequest } from '../../protocol/api';
import { changesBetween } from '../../lookups/differences';
import { InvalidInput, invalid, onSageFailure } from '../../protocol/failures';
import { Lookups, normalKey } from '../../lookups/lookups';
import { readById } from '../../lookups/readById';
import { condition } from '../../lookups/odata';
import { write } from '../../lookups/writing';
import { writeOnce, type LookFirst } from '../../push/lookFirst';
import type { KeyRegister } from '../../push/register';
import type { NewAccount } from './buyer';
import type { OrderPlan } from './plan';

import { createCustomer, type ReferenceTurn } from '../../customers/create';
import { findCustomers, type Clue } from '../../customers/finder';

const DELIVERY_ADDRESSES = '/customer_delivery_addresses';

export type AccountOutcome = 'created' | 'matched' | 'updated';

export interface SettledAccount {
	customer: SageRecord;
	outcome: AccountOutcome;
	/** What did not work and does not stand in the order's way. */
	notes: string[];
}

/** How a buyer is looked for before an account is made. */
interface Sought {
	/** What the register knows the buyer by. */
	names: string[];
	/** That was posted before. */
	reference?: unknown;
	/** As `settle` takes it. */
	settleSeconds?: number;
}

export class Accounts {
	private readonly created = new Map<string, Promise<SettledAccount>>();

	constructor(
		private readonly api: SageApi,
		private readonly register: KeyRegister,
	) {}

	/**
	 * The order's customer. Orders of one new customer share its account.
	 * @param settleSeconds how long others may take to see a new account, where other workers may make one at the same
	 * moment; undefined where one process makes them all
	 * @throws InvalidInput where the order has no buyer, or the buyer fits several accounts by now
	 * @throws SageFailure
	 */
	async settle(plan: OrderPlan, settleSeconds?: number): Promise<SettledAccount> {
		const { buyer, request } = plan;
		if (!buyer) throw new InvalidInput(request.problems);
		if (buyer.customer) {
			const { customer, changes } = buyer;
			return changes
				? await this.update(customer, changes)
				: { customer, outcome: 'matched', notes: [] };
		}
		const names = identifyingClues(request.clues).map((clue) => this.nameOf(clue));
		// One buyer may come under two names with one e-mail address: whatever they share makes them one.
		const earlier = names.map((name) => this.created.get(name)).find((each) => each !== undefined);
		if (earlier) return { ...(await earlier), outcome: 'matched', notes: [] };
		const creating = this.create(plan, buyer.account, { names, settleSeconds });
		for (const name of names) this.created.set(name, creating);
		// A later order may try again what failed for this one.
		creating.catch(() => names.forEach((name) => this.created.delete(name)));
		return await creating;
	}

	/** Names a buyer. With a clue that others may share goes what else is known: other details make another buyer. */
	private nameOf({ rule, value, unless = {} }: Clue): string {
		const details = Object.values(unless).map((each) => normalKey(String(each ?? '')));
		return [this.api.scope, 'customer', `${rule}=${normalKey(value)}`, ...details].join('|');
	}

	/** Looked up anew: what was known before may have changed. */
	async find(plan: OrderPlan): Promise<SageRecord | undefined> {
		const found = await this.findAll(plan);
		return found.length === 1 ? found[0] : undefined;
	}

	/** All accounts that fit the first clue that any fits. */
	private async findAll({ request }: OrderPlan): Promise<SageRecord[]> {
		const findings = await findCustomers(new Lookups(this.api), [request.clues]);
		return findings.flatMap((finding) => {
			if ('found' in finding) return [finding.found];
			return 'ambiguous' in finding ? finding.ambiguous : [];
		});
	}

	/** Claims the buyer while it works, for another execution of this process may be making the same account. */
	private async create(
		plan: OrderPlan,
		{ body, mask, keepAddress }: NewAccount,
		{ names, settleSeconds }: Sought,
	): Promise<SettledAccount> {
		const release = await this.register.claimAll(
			identifyingClues(plan.request.clues).map(({ rule, value }) => this.nameOf({ rule, value })),
		);
		try {
			const { customer, outcome } = await createCustomer(this.api, {
				body,
				mask,
				find: async (reference) => await this.findToMake(plan, { names, reference, settleSeconds }),
				turn: async (stem) => await this.turn(stem),
				doubt: (seconds) =>
					names.forEach((name) => this.register.doubt(name, Date.now() + seconds * 1000)),
				inDoubt: () => names.some((name) => this.register.inDoubt(name, Date.now())),
			});
			for (const name of names) this.register.markPushed(name, Number(customer.id), Date.now());
			if (outcome === 'matched') return { customer, outcome, notes: [] };
			const agreed =
				settleSeconds === undefined ? undefined : await this.agree(plan, customer, settleSeconds);
			if (agreed) return agreed;
			const notes = keepAddress ? await this.keepAddress(plan, customer) : [];
			return { customer, outcome, notes };
		} finally {
			release();
		}
	}

	private async turn(stem: string): Promise<ReferenceTurn> {
		const name = (reference: unknown) => `${this.api.scope}|reference|${String(reference)}`;
		return {
			end: await this.register.claim(`${this.api.scope}|references|${stem}`),
			isUsed: (reference) => this.register.pushedAs(name(reference), Date.now()) !== undefined,
			use: ({ reference, id }) => this.register.markPushed(name(reference), Number(id), Date.now()),
		};
	}

	/**
	 * The account of a buyer before one is made: also what this process made of the buyer and Sage's lists do not show yet.
	 * @throws InvalidInput when the buyer fits several accounts by now
	 */
	private async findToMake(
		plan: OrderPlan,
		{ names, reference, settleSeconds }: Sought,
	): Promise<SageRecord | undefined> {
		const found = await this.findAll(plan);
		const posted = found.find((each) => each.reference === reference);
		if (posted || found.length === 1) return posted ?? found[0];
		if (found.length > 1) {
			// Two workers may just be agreeing on one of their accounts.
			if (settleSeconds === undefined) throw severalAccounts(found);
			await this.api.wait(2 * settleSeconds * 1000);
			return await this.findToMake(plan, { names, reference });
		}
		const ids = names.map((name) => this.register.pushedAs(name, Date.now()));
		const id = ids.find((each) => each !== undefined);
		return id === undefined ? undefined : await readById(this.api, `/customers/${id}`);
	}

	/**
	 * Another worker may have made an account of the same buyer at the same moment. All come to the one with the lowest ID,
	 * and each removes its own otherwise.
	 * @returns the account of another worker; undefined when this one's is the one
	 */
	private async agree(
		plan: OrderPlan,
		own: SageRecord,
		settleSeconds: number,
	): Promise<SettledAccount | undefined> {
		await this.api.wait(settleSeconds * 1000);
		const found = await this.findAll(plan).catch(onSageFailure(() => []));
		const [first] = [...found].sort((left, right) => Number(left.id) - Number(right.id));
		if (!first || Number(first.id) >= Number(own.id)) return undefined;
		const path = `/customers/${String(own.id)}`;
		const both = `Account ${String(first.reference)} was made of the same buyer at the same moment as ${String(own.reference)}`;
		const removed = await this.api.send({ method: 'DELETE', path }).then(
			() => `${both}; the order is on the first, the other was removed`,
			onSageFailure(
				({ message }) =>
					`${both}; the order is on the first, the other could not be removed: ${message}`,
			),
		);
		return { customer: first, outcome: 'matched', notes: [removed] };
	}

	/** The order carries the address itself, so failing to keep it does no harm. */
	private async keepAddress({ header }: OrderPlan, customer: SageRecord): Promise<string[]> {
		const address = header.delivery_address as SageRecord | undefined;
		if (!address) return [];
		const body = storedAddress(address, customer);
		const writing: SageRequest = { method: 'POST', path: DELIVERY_ADDRESSES, body };
		const having = (rows: SageRecord[]) =>
			rows.filter(({ description }) => description === body.description);
		return await writeOnce(
			this.api,
			writing,
			this.addressLook(customer, having),
			this.register,
		).then(
			() => [],
			onSageFailure(({ message }) => [
				`The delivery address was not kept with account ${String(customer.reference)}: ${message}`,
			]),
		);
	}

	/** How the stored address of a new account is found again; a new account has none yet. */
	private addressLook(
		{ id, reference }: SageRecord,
		having: (rows: SageRecord[]) => SageRecord[],
	): LookFirst {
		const query = { $filter: condition('customer_id', 'eq', id, 'int64') };
		return {
			sought: `the delivery address of ${String(reference)}`,
			known: [],
			find: async () => having(await this.api.list({ path: DELIVERY_ADDRESSES, query })),
			read: async (address) => await readById(this.api, `${DELIVERY_ADDRESSES}/${address}`),
		};
	}

	private async update(customer: SageRecord, overwriting: SageRecord): Promise<SettledAccount> {
		const path = `/customers/${String(customer.id)}`;
		const reading = {
			method: 'GET',
			path,
			query: { $expand: overwriting.main_address ? 'main_address' : undefined },
		} as const;
		const current = recordIn(await this.api.send(reading), reading);
		const changes = changesBetween(current, overwriting);
		if (Object.keys(changes).length === 0) return { customer, outcome: 'matched', notes: [] };
		await write(this.api, { method: 'PUT', path, body: changes });
		return { customer: { ...customer, ...changes }, outcome: 'updated', notes: [] };
	}
}

function severalAccounts(accounts: SageRecord[]): InvalidInput {
	return invalid(
		'Customer',
		`is several accounts by now: ${accounts.map(({ reference }) => String(reference)).join(', ')}`,
		'Name the account by its reference, or merge them in Sage 200.',
	);
}

/** What makes two buyers one: their name only where nothing else is known of them. */
function identifyingClues(clues: Clue[]): Clue[] {
	const others = clues.filter(({ rule }) => rule !== 'name');
	return others.length > 0 ? others : clues;
}

/** Fields that have one name in both kinds of address. */
const SHARED_FIELDS = [
	'postal_name',
	'address_1',
	'address_2',
	'address_3',
	'address_4',
	'city',
	'county',
	'postcode',
	'contact',
	'tax_number',
	'country_code_id',
];

/** An order's delivery address as one of the customer's. */
function storedAddress(address: SageRecord, { id, default_tax_code_id }: SageRecord): SageRecord {
	const shared = Object.fromEntries(
		SHARED_FIELDS.map((name) => [name, address[name]]).filter(([, value]) => value !== undefined),
	);
	return {
		customer_id: id,
		description: [address.postal_name, address.postcode].filter(Boolean).join(', ') || 'Delivery',
		is_default: true,
		telephone: address.telephone_number,
		fax: address.fax_number,
		email: address.email_address,
		tax_code_id: address.tax_code_id ?? default_tax_code_id,
		address_country_code_id: address.country_code_id,
		...shared,
	};
}
