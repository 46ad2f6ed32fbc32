/** Keys that look alike, keys that Sage keeps otherwise, and what is compared when a document is found by its key. */
import fc from 'fast-check';

import type { SageRecord } from '../../../nodes/Sage200/sage200/protocol/api';
import { lineDifferences } from '../../../nodes/Sage200/sage200/push/compare';
import { keyProblem, storedKey } from '../../../nodes/Sage200/sage200/push/key';
import { isAltered } from '../../../nodes/Sage200/sage200/push/keyLosses';
import { otherAccount } from '../../../nodes/Sage200/sage200/push/pending';
import { Pusher } from '../../../nodes/Sage200/sage200/push/pusher';
import { ReadyDocument } from '../../../nodes/Sage200/sage200/push/readyDocument';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';
import { SALES_ORDER, salesOrders } from '../../../nodes/Sage200/sage200/push/salesDocuments';
import { MemorySage } from '../../support/memorySage';

const RULE = { schema: 'sop_order', field: 'customer_document_no', prefix: '', label: 'Order Key' };
const FIELD = 'customer_document_no';
const SETTINGS = {
	protection: 'standard' as const,
	lookAgainSeconds: 0,
	doubtSeconds: 0,
	settleSeconds: 0,
};

const order = (key: string) =>
	new ReadyDocument<SageRecord>({
		key,
		label: 'Order Key',
		body: { customer_id: 1, [FIELD]: key, lines: [] },
		compared: { priceField: 'selling_unit_price', prices: false },
		foreignReason: (found) => otherAccount(found, SALES_ORDER, 1),
	});

/** A site that keeps of a key what `kept` says, and answers with what it keeps. */
function site(kept: (key: string) => string): { sage: MemorySage; rows: SageRecord[] } {
	const rows: SageRecord[] = [];
	const sage = new MemorySage({ sop_orders: rows }, ({ method, path, body }) => {
		if (method === 'GET') return rows.find(({ id }) => path.endsWith(`/${String(id)}`));
		const row = { ...(body as SageRecord), id: rows.length + 1 };
		rows.push({ ...row, [FIELD]: kept(String((body as SageRecord)[FIELD])) });
		return rows[rows.length - 1];
	});
	return { sage, rows };
}

it.each(['\u200b', '\u00a0', '\u2060', '\ufeff', '\u00ad', '\u3164', '\u2800', '\t', '\u2003'])(
	'a key with a character that nobody sees is refused, and the character named: %j',
	(unseen) => {
		const code = unseen.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
		expect(keyProblem(RULE, `WEB${unseen}1`)?.message).toContain(`U+${code} after 3 characters`);
	},
);

it('a key is stored without outer blanks, those of its prefix too, and with composed letters', () => {
	expect(storedKey({ ...RULE, prefix: ' WEB-' }, ' 7 ')).toBe('WEB-7');
	expect(storedKey(RULE, 'Cafe\u0301')).toBe('Caf\u00e9');
});

it.each([
	['cut', (key: string) => key.slice(0, 8)],
	['kept with ? for letters', (key: string) => key.replace(/[^\x20-\x7e]/g, '?')],
	['not kept at all', () => ''],
])('a key that is %s: the order is made once, and nothing more of the run', async (_how, kept) => {
	const { sage, rows } = site(kept);
	const register = new KeyRegister();
	const push = async (key: string, pusher: Pusher) => await pusher.push(order(key), []);
	const run = () => new Pusher(sage, salesOrders(sage, FIELD), register, SETTINGS);
	const first = run();
	const [made, next] = await Promise.allSettled([
		push('\u0417\u0410\u041a-100001', first),
		push('\u0417\u0410\u041a-100002', first),
	]);
	expect(made).toMatchObject({ status: 'fulfilled', value: { outcome: 'created' } });
	expect(next).toMatchObject({ status: 'rejected' });
	expect(String((next as PromiseRejectedResult).reason)).toContain('Sage keeps this key as');
	// The same key in a later run of this process is known by the ID that it was made under.
	expect((await push('\u0417\u0410\u041a-100001', run())).outcome).toBe('existing');
	await expect(push('\u0417\u0410\u041a-100003', run())).rejects.toThrow('Sage keeps this key as');
	expect(rows).toHaveLength(1);
});

it('takes a key for altered only where Sage may have made it of the sent one', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[A-Z0-9-]{2,20}$/), fc.nat({ max: 19 }), (key, at) => {
			expect(isAltered(key, key)).toBe(false);
			expect(isAltered(key, key.slice(0, Math.min(at, key.length - 1)))).toBe(true);
			expect(isAltered(key, `${key}X`)).toBe(false);
		}),
	);
});

describe('what is compared', () => {
	const line = fc.record({
		line_type: fc.constant('EnumLineTypeStandard'),
		code: fc.constantFrom('A', 'B', 'C'),
		line_quantity: fc.integer({ min: 1, max: 9 }),
	});
	const compared = { priceField: 'selling_unit_price', prices: true };

	it('nothing differs from itself, in whatever order; one changed quantity is told', () => {
		fc.assert(
			fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(), (lines, at) => {
				expect(lineDifferences(lines, [...lines].reverse(), compared)).toEqual([]);
				const changed = lines.map((each, place) =>
					place === at % lines.length ? { ...each, line_quantity: each.line_quantity + 100 } : each,
				);
				expect(lineDifferences(lines, changed, compared)).toHaveLength(1);
				expect(lineDifferences(lines, lines.slice(1), compared)).not.toEqual([]);
			}),
		);
	});
});

describe('a key that is a number', () => {
	it.each([1001, 0, -5, 10.5, 9007199254740991, '12345678901234567890', ' 1e21 '])(
		'is taken as it is written: %p',
		(given) => expect(keyProblem(RULE, given)).toBeUndefined(),
	);
	it.each([1e21, 12345678901234567000, 9007199254740992, 1e-7, NaN, Infinity])(
		'is refused where digits were lost: %p',
		(given) =>
			expect(keyProblem(RULE, given)?.remedy).toBe('Give it as text, so that no digit is lost.'),
	);
	it.each([true, false, {}, [], ['1001'], { id: 5 }])(
		'is refused where it is neither text nor number: %p',
		(given) => expect(keyProblem(RULE, given)?.message).toMatch(/is no key/),
	);
});

it('a document whose key has other capitals is returned with that as a difference', async () => {
	const { sage } = site((key) => key);
	const run = () => new Pusher(sage, salesOrders(sage, FIELD), new KeyRegister(), SETTINGS);
	await run().push(order('WEB-a1'), []);
	const found = async (key: string) => (await salesOrders(sage, FIELD).find([key])).get('web-a1');
	const same = await run().push(order('WEB-a1'), (await found('WEB-a1')) ?? []);
	expect(same).toMatchObject({ outcome: 'existing', differs: [] });
	const other = await run().push(order('WEB-A1'), (await found('WEB-A1')) ?? []);
	expect(other.differs).toEqual([{ field: RULE.label, pushed: 'WEB-A1', sage: 'WEB-a1' }]);
});
