/** Customers found by any of their keys, and accounts made once. */
import type { SageRecord, SageRequest } from '../../nodes/Sage200/sage200/protocol/api';
import { createCustomer } from '../../nodes/Sage200/sage200/customers/create';
import { findCustomers, type Clue } from '../../nodes/Sage200/sage200/customers/finder';
import { maskProblem, ReferenceSeries } from '../../nodes/Sage200/sage200/customers/referenceMask';
import { SageFailure, type FailureKind } from '../../nodes/Sage200/sage200/protocol/failures';
import { Lookups } from '../../nodes/Sage200/sage200/lookups/lookups';
import { KeyRegister } from '../../nodes/Sage200/sage200/push/register';
import { MemorySage } from '../support/memorySage';

describe('references', () => {
	it.each([
		['AAANNN', 'Northern Tools', ['NOR001', 'nor007', 'NOR-9', 'NORTH01'], 'NOR008'],
		['AAANNN', "O'Brien & Söhne", [], 'OBR001'],
		['AAANNN', 'Al', [], 'ALX001'],
		['WNNNNN', 'Anybody', ['W00041'], 'W00042'],
		['NNNAA', 'Bee', [], '001BE'],
		['AN', 'Cat', ['C9', 'C1', 'C2'], 'C3'],
		['AN', 'Cat', ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9'], undefined],
	])('by %s for %s after %j: %s', (mask, name, taken, expected) => {
		expect(new ReferenceSeries(mask, name).next(taken)).toBe(expected);
	});

	it('are refused by masks that Sage could not store or that never change', () => {
		expect(maskProblem('AAANNN')).toBeUndefined();
		expect(['AAAAANNNN', 'AAA', 'NAN'].map((mask) => maskProblem(mask)?.message)).toEqual([
			expect.stringContaining('longer than the 8'),
			expect.stringContaining('no digits'),
			expect.stringContaining('no digits'),
		]);
	});
});

describe('finding', () => {
	const tables = {
		customers: [
			{ id: 1, reference: 'ABC', name: 'Twin', vat_number: 'GB1' },
			{ id: 2, reference: 'DEF', name: 'Twin', vat_number: '' },
		],
		customer_emails: [
			{ id: 10, email: 'Ann@x.example', customer_contact_id: 20 },
			{ id: 11, email: 'ann@x.example', customer_contact_id: 21 },
			{ id: 12, email: 'both@x.example', customer_contact_id: 20 },
			{ id: 13, email: 'both@x.example', customer_contact_id: 22 },
		],
		customer_contacts: [
			{ id: 20, customer_id: 1 },
			{ id: 21, customer_id: 1 },
			{ id: 22, customer_id: 2 },
		],
	};
	const find = async (sage: MemorySage, ...lists: Clue[][]) =>
		await findCustomers(new Lookups(sage), lists);

	it('goes by the first clue that fits, and two contacts of one customer are one customer', async () => {
		const sage = new MemorySage(tables);
		const found = await find(
			sage,
			[{ rule: 'reference', value: 'abc' }],
			[
				{ rule: 'reference', value: 'nope' },
				{ rule: 'email', value: 'ann@x.example' },
			],
			[
				{ rule: 'email', value: 'nobody@x.example' },
				{ rule: 'vat_number', value: 'gb1' },
			],
			[{ rule: 'name', value: 'Nobody' }],
		);
		expect(found.map((each) => ('found' in each ? each.found.id : each))).toEqual([
			1,
			1,
			1,
			{ missing: true, contradicted: [] },
		]);
	});

	it('lets nothing choose among several that fit', async () => {
		const found = await find(
			new MemorySage(tables),
			[
				{ rule: 'name', value: 'Twin' },
				{ rule: 'reference', value: 'ABC' },
			],
			[{ rule: 'email', value: 'both@x.example' }],
		);
		expect(found.map((each) => 'ambiguous' in each && each.ambiguous.map(({ id }) => id))).toEqual([
			[1, 2],
			[1, 2],
		]);
	});

	it('asks once for all orders, however many there are', async () => {
		const sage = new MemorySage(tables);
		await find(
			sage,
			...Array.from({ length: 50 }, (): Clue[] => [{ rule: 'reference', value: 'ABC' }]),
		);
		expect(sage.calls).toHaveLength(1);
	});
});

/** Accounts in memory, each reference once; the line does with the next posts what the schedule says. */
class Accounts extends MemorySage {
	readonly accounts: SageRecord[] = [];
	private readonly turns = new KeyRegister();

	constructor(private readonly schedule: Array<FailureKind | 'answerLost' | 'taken' | 'late'>) {
		super();
	}

	override async send(request: SageRequest): Promise<unknown> {
		this.calls.push(request);
		const fault = this.schedule.shift();
		const body = request.body as SageRecord;
		if (fault === 'taken') this.accounts.push({ ...body, name: 'Somebody else' });
		if (fault === 'late') {
			// Applied while the client waits, after it looked.
			const { wait } = this;
			this.wait = async (milliseconds) => {
				this.accounts.push(body);
				this.wait = wait;
				await wait.call(this, milliseconds);
			};
			throw new SageFailure({ kind: 'timeout', method: 'POST', path: request.path });
		}
		if (fault === 'timeout' || fault === 'forbidden')
			throw new SageFailure({ kind: fault, method: 'POST', path: request.path });
		if (this.accounts.some(({ reference }) => reference === body.reference))
			throw new SageFailure({
				kind: 'refused',
				method: 'POST',
				path: request.path,
				sageMessage: 'in use',
			});
		this.accounts.push(body);
		if (fault === 'answerLost')
			throw new SageFailure({ kind: 'dropped', method: 'POST', path: request.path });
		return body;
	}

	override async list({ query }: { query?: { $filter?: unknown } }): Promise<SageRecord[]> {
		const [, text] = /'(.*)'/.exec(String(query?.$filter))!;
		return this.accounts.filter(({ reference }) => String(reference).startsWith(text));
	}

	async create(): Promise<SageRecord> {
		const find = async () => this.accounts.find(({ name }) => name === 'Northern');
		const turn = async (stem: string) => ({
			end: await this.turns.claim(stem),
			isUsed: () => false,
			use: () => undefined,
		});
		const { customer } = await createCustomer(this, {
			body: { name: 'Northern' },
			mask: 'AAANNN',
			find,
			turn,
			doubt: () => undefined,
			inDoubt: () => false,
		});
		return customer;
	}

	get own(): unknown[] {
		return this.accounts
			.filter(({ name }) => name === 'Northern')
			.map(({ reference }) => reference);
	}
}

describe('an account', () => {
	it.each([
		['at once', [], 'NOR001'],
		['though another took the reference in between', ['taken'], 'NOR002'],
		['though the answer got lost', ['answerLost'], 'NOR001'],
		['though nothing arrived', ['timeout'], 'NOR001'],
		['though the post lands after the look', ['late'], 'NOR001'],
		['through several of these', ['timeout', 'taken', 'late'], 'NOR002'],
	] as const)('is made once %s', async (_name, schedule, reference) => {
		const sage = new Accounts([...schedule]);
		expect((await sage.create()).reference).toBe(reference);
		expect(sage.own).toEqual([reference]);
	});

	it('gets a number of its own though another worker is quicker a dozen times', async () => {
		const sage = new Accounts(Array.from({ length: 12 }, () => 'taken' as const));
		expect((await sage.create()).reference).toBe('NOR013');
	});

	it('is given up with a remedy when the line stays dead, and at once when it is not allowed', async () => {
		const dead = new Accounts(Array.from({ length: 9 }, () => 'timeout' as const));
		await expect(dead.create()).rejects.toMatchObject({
			kind: 'timeout',
			facts: { remedy: expect.stringContaining('the account from being created twice') },
		});
		const forbidden = new Accounts(['forbidden']);
		await expect(forbidden.create()).rejects.toMatchObject({ kind: 'forbidden' });
		expect(forbidden.calls).toHaveLength(1);
	});
});
