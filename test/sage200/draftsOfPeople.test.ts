/** Standard and drafts that are not those of a push that was cut off. */
import type { SageRecord, SageRequest } from '../../nodes/Sage200/sage200/protocol/api';
import { otherAccount } from '../../nodes/Sage200/sage200/push/pending';
import { Pusher } from '../../nodes/Sage200/sage200/push/pusher';
import { ReadyDocument } from '../../nodes/Sage200/sage200/push/readyDocument';
import { KeyRegister } from '../../nodes/Sage200/sage200/push/register';
import { SALES_ORDER, salesOrders } from '../../nodes/Sage200/sage200/push/salesDocuments';
import { MemorySage } from '../support/memorySage';

const line = (line_quantity: number) => ({
	line_type: 'EnumLineTypeStandard',
	product_id: 5,
	code: 'A',
	line_quantity,
});
const header = { customer_id: 1, customer_document_no: 'K', document_no: '1' };

async function push(rows: SageRecord[]) {
	const sage: MemorySage = new MemorySage(
		{ sop_orders: rows },
		({ method, path, body }: SageRequest) => {
			const row = rows.find(({ id }) => path.endsWith(`/${Number(id)}`));
			if (method === 'GET') return row;
			if (method === 'PUT') return Object.assign(row!, { is_draft: false, ...(body as object) });
			if (method === 'DELETE') return void rows.splice(rows.indexOf(row!), 1);
			const made = { ...(body as object), id: 99, is_draft: false };
			rows.push(made);
			return made;
		},
	);
	const pusher = new Pusher(sage, salesOrders(sage, 'customer_document_no'), new KeyRegister(), {
		protection: 'standard',
		lookAgainSeconds: 0,
		doubtSeconds: 60,
		settleSeconds: 0,
		draft: false,
	});
	const pending = new ReadyDocument<SageRecord>({
		key: 'K',
		label: 'Order Key',
		body: { ...header, lines: [line(2)] },
		lines: [line(2)],
		compared: { priceField: 'selling_unit_price', prices: false },
		foreignReason: (found) => otherAccount(found, SALES_ORDER, 1),
	});
	const pushed = await pusher.push(pending, await pusher.find(pending));
	const writes = sage.calls
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => `${method} ${path}`);
	return { pushed, writes };
}

it('an order that is there is returned, and a draft that a person keeps beside it is left', async () => {
	const { pushed, writes } = await push([
		{ ...header, id: 7, is_draft: false, lines: [line(2)] },
		{ ...header, id: 9, is_draft: true, lines: [line(5)] },
	]);
	expect(pushed).toMatchObject({ record: { id: 7 }, outcome: 'existing' });
	expect(writes).toEqual([]);
});

it('a draft of a person that is not what is pushed is not made an order', async () => {
	const { pushed, writes } = await push([{ ...header, id: 9, is_draft: true, lines: [line(500)] }]);
	expect(writes).toEqual([]);
	expect(pushed).toMatchObject({ record: { id: 9, is_draft: true }, outcome: 'existing' });
});

it('the draft of a push that was cut off is finished', async () => {
	const { writes } = await push([{ ...header, id: 9, is_draft: true, lines: [line(2)] }]);
	expect(writes).toEqual(['PUT /sop_orders/9']);
});
