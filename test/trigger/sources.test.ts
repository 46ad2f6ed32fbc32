/** What each event makes of Sage's rows, and tells of a value that is another than before. */
import { customers } from '../../nodes/Sage200/events/customerStatusChanged';
import { despatches } from '../../nodes/Sage200/events/orderDespatched';
import { orders } from '../../nodes/Sage200/events/orderStatusChanged';
import { prices } from '../../nodes/Sage200/events/priceChanged';
import { levels } from '../../nodes/Sage200/events/stockLevelChanged';
import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import type { FigureSource } from '../../nodes/Sage200/trigger/figures';

const STAMP = '2026-03-02T09:00:00Z';

/** What is told of rows whose value was another before. */
function told(source: FigureSource, rows: SageRecord[], before?: string) {
	const subjects = source.subjects(rows.map((row) => ({ date_time_updated: STAMP, ...row })));
	expect(subjects).toHaveLength(1);
	return source.tell(subjects[0], before === undefined ? undefined : { figure: before, at: 1 });
}

const priceOf = (price: unknown) => ({ product_price_id: 1, product_price_price: price });

it.each([null, undefined])('tells a price that was or is %s as none, not as 0', (empty) => {
	const [none] = prices([]).subjects([{ ...priceOf(empty), date_time_updated: STAMP }]);
	const [nothing] = prices([]).subjects([{ ...priceOf(0), date_time_updated: STAMP }]);
	expect(none.figure).not.toBe(nothing.figure);
	expect(told(prices([]), [priceOf(12.5)], none.figure)?.facts).toEqual({ before: null });
	expect(told(prices([]), [priceOf(12.5)], nothing.figure)?.facts).toEqual({ before: 0 });
	expect(told(prices([]), [priceOf(12.5)])?.facts).toEqual({});
	expect(told(prices([]), [priceOf(empty)], '12.5')?.facts).toEqual({ before: 12.5 });
});

it('tells a despatch without a courier, and the one that comes later', () => {
	const line = {
		sop_despatch_line_id: 1,
		sop_despatch_id: 7,
		sop_despatch_date: '2026-03-02T00:00:00Z',
		sop_despatch_line_quantity: 2,
		sop_despatch_courier_name: null,
	};
	const source = despatches('customer_document_no');
	const [{ figure }] = source.subjects([{ ...line, date_time_updated: STAMP }]);
	expect(told(source, [line])).toMatchObject({ type: 'order.despatched' });
	expect(told(source, [{ ...line, sop_despatch_courier_name: 'Royal' }], figure)).toMatchObject({
		type: 'order.despatchChanged',
		record: { courier: 'Royal' },
	});
});

const level = (rules: object, holdings: SageRecord[]) =>
	levels({
		by: 'product',
		warehouses: [],
		figure: 'free_stock_available',
		buffer: 0,
		floor: 0,
		...rules,
	}).subjects(holdings.map((row) => ({ date_time_updated: STAMP, ...row })));

it.each([
	[{}, [0.1, 0.2], '0.3'],
	[{ buffer: 0.1 }, [0.3], '0.2'],
	[{ buffer: -5 }, [1], '6'],
	[{}, [-3, 1], '0'],
	[{ floor: -10 }, [-3, 1], '-2'],
	[{ floor: 2 }, [1], '2'],
	[{}, [null, 4], '4'],
	[{}, [1e-7, 0], '0'],
	[{ floor: -1 }, [-1e-7, 0], '0'],
])('makes of %j and %j a level of %s', (rules, stock, figure) => {
	const rows = stock.map((free_stock_available, at) => ({
		product_id: 1,
		warehouse_id: at,
		free_stock_available,
	}));
	expect(level(rules, rows).map((subject) => subject.figure)).toEqual([figure]);
});

it('tells an order that was cancelled and taken up again', () => {
	const source = orders(['cancelled']);
	const order = (document_status: string) => ({ id: 1, document_status });
	expect(told(source, [order('EnumDocumentStatusCancelled')], 'live')?.facts).toEqual({
		began: ['cancelled'],
		ended: [],
		before: ['live'],
	});
	expect(told(source, [order('EnumDocumentStatusLive')], 'cancelled')?.facts).toEqual({
		began: [],
		ended: ['cancelled'],
		before: ['cancelled'],
	});
	expect(told(source, [order('EnumDocumentStatusLive')], 'onHold')).toBeUndefined();
});

it('takes a credit limit of 0 or none for no limit', () => {
	const source = customers(['overCreditLimit']);
	const customer = (credit_limit: unknown) => ({ id: 1, balance: 5, credit_limit });
	expect(told(source, [customer(0)], '')).toBeUndefined();
	expect(told(source, [customer(null)], '')).toBeUndefined();
	expect(told(source, [customer(4.99)], '')).toBeDefined();
	expect(told(source, [customer(5)], '')).toBeUndefined();
});
