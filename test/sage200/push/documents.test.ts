/** What answers to a post prove, and what of a site without drafts becomes. */
import type { SageRecord, SageRequest } from '../../../nodes/Sage200/sage200/protocol/api';
import { SageFailure, type FailureKind } from '../../../nodes/Sage200/sage200/protocol/failures';
import { InDoubt } from '../../../nodes/Sage200/sage200/push/inDoubt';
import { otherAccount } from '../../../nodes/Sage200/sage200/push/pending';
import { postingsOf } from '../../../nodes/Sage200/sage200/push/postings';
import type { PushSettings } from '../../../nodes/Sage200/sage200/push/push';
import { Pusher } from '../../../nodes/Sage200/sage200/push/pusher';
import { ReadyDocument } from '../../../nodes/Sage200/sage200/push/readyDocument';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';
import { SALES_ORDER, salesOrders } from '../../../nodes/Sage200/sage200/push/salesDocuments';
import { duplicatedOrders } from '../../../nodes/Sage200/sage200/orders/derived/duplicates';
import { MemorySage } from '../../support/memorySage';

const SETTINGS: PushSettings = {
	protection: 'standard',
	lookAgainSeconds: 3,
	doubtSeconds: 60,
	settleSeconds: 0,
};
const BODY = { customer_id: 1, customer_document_no: 'K', lines: [] };

/** An order of customer 1. */
const order = (key: string, refuse?: () => Promise<void>) =>
	new ReadyDocument<SageRecord>({
		key,
		label: 'Order Key',
		body: { ...BODY, customer_document_no: key },
		compared: { priceField: 'selling_unit_price', prices: false },
		foreignReason: (found) => otherAccount(found, SALES_ORDER, 1),
		refuse,
	});

const refused = (kind: FailureKind, sageMessage?: string) =>
	new SageFailure({ kind, method: 'POST', path: '/sop_orders', sageMessage });

/** Orders in memory; the answer to a post is what the test says. */
class Orders extends MemorySage {
	constructor(
		readonly rows: SageRecord[],
		answer: (request: SageRequest, rows: SageRecord[]) => unknown,
	) {
		super({ sop_orders: rows }, (request) => answer(request, rows));
	}

	get posts(): number {
		return this.calls.filter(({ method }) => method === 'POST').length;
	}
}

function pusher(sage: MemorySage, settings: Partial<PushSettings> = {}): Pusher {
	return new Pusher(
		sage,
		salesOrders(sage, 'customer_document_no'),
		new KeyRegister(),
		{ ...SETTINGS, ...settings },
		() => sage.waited,
	);
}

const push = async (sage: MemorySage, settings: Partial<PushSettings> = {}) =>
	await pusher(sage, settings).push(order('K'), []);

describe('an answer that names no order', () => {
	const answers = [
		{},
		[],
		[{ id: 5 }],
		undefined,
		null,
		12,
		{ id: 0 },
		{ customer_document_no: 'K' },
		{ id: 5, customer_document_no: 'OTHER' },
	];

	it.each(answers)('is no proof of one: %j', async (answer) => {
		await expect(push(new Orders([], () => answer))).rejects.toBeInstanceOf(InDoubt);
		const there = new Orders([], (_request, rows) => {
			rows.push({ ...BODY, id: 7 });
			return answer;
		});
		expect(await push(there)).toMatchObject({ outcome: 'recovered', record: { id: 7 } });
		expect(there.posts).toBe(1);
	});

	it('is no duplicate and no ledger posting either', async () => {
		const sage = new MemorySage({}, () => ({}));
		const source = { source_id: 1, customer_id: 1, prices_and_discounts: true };
		const duplication = { source, header: {}, draft: false };
		await expect(
			duplicatedOrders(sage, 'customer_document_no').post(duplication),
		).rejects.toMatchObject({ kind: 'unreadable' });
		const posting = postingsOf(sage, {
			kind: 'sales invoice',
			resource: 'sales_invoices',
			ledger: [],
			others: /x/,
			partyField: 'customer_id',
			amountsOf: () => ({}),
		});
		await expect(posting.post({ reference: 'R' })).rejects.toMatchObject({ kind: 'unreadable' });
	});
});

describe('a refused post', () => {
	it('is looked into: Sage may mind that the order is there', async () => {
		const there = new Orders([], (_request, rows) => {
			rows.push({ ...BODY, id: 7 });
			throw refused('refused', 'The document number already exists.');
		});
		expect(await push(there)).toMatchObject({ outcome: 'existing', record: { id: 7 } });
	});

	it('stays refused where nothing carries the key, in the words of Sage', async () => {
		const sage = new Orders([], () => {
			throw refused('refused', 'No such nominal code.');
		});
		await expect(push(sage)).rejects.toMatchObject({
			facts: { sageMessage: 'No such nominal code.' },
		});
		expect(sage.waited).toBe(0);
	});

	it('that was never taken is not looked into', async () => {
		const sage = new Orders([], () => {
			throw refused('forbidden');
		});
		await expect(push(sage)).rejects.toMatchObject({ kind: 'forbidden' });
		expect(sage.calls).toHaveLength(1);
	});
});

it('what fails before the post leaves no doubt about the order', async () => {
	const sage = new Orders([], () => ({ ...BODY, id: 7 }));
	const register = new KeyRegister();
	const refuse = async (): Promise<void> =>
		await Promise.reject(new SageFailure({ kind: 'timeout', method: 'POST', path: '/customers' }));
	const kind = salesOrders(sage, 'customer_document_no');
	const failing = new Pusher(sage, kind, register, SETTINGS);
	await expect(failing.push(order('K', refuse), [])).rejects.toMatchObject({
		kind: 'timeout',
		facts: { path: '/customers' },
	});
	expect(register.inDoubt(failing.nameOf(order('K')), 0)).toBe(false);
	expect(sage.calls).toEqual([]);
});

describe('Strict on a site without drafts', () => {
	/** Two workers post before either looks; what the site says of drafts is one of these. */
	it.each([{ is_draft: false }, {}])('ends in one order, the first: %j', async (said) => {
		let next = 1;
		const sage = new Orders([], ({ method, path, body }, rows) => {
			if (method === 'POST') {
				const row = { ...BODY, ...said, id: next++ };
				rows.push(row);
				return row;
			}
			const at = rows.findIndex(({ id }) => path.endsWith(`/${String(id)}`));
			if (at < 0) throw refused('notFound');
			if (method === 'DELETE') return void rows.splice(at, 1);
			return Object.assign(rows[at], body);
		});
		const pushed = await Promise.all([
			push(sage, { protection: 'strict' }),
			push(sage, { protection: 'strict' }),
		]);
		expect(sage.rows.map(({ id }) => id)).toEqual([1]);
		expect(pushed.map(({ record, outcome }) => [record.id, outcome])).toEqual([
			[1, 'created'],
			[1, 'existing'],
		]);
	});
});
