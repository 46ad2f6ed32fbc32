/** What earlier returns of an order took back cannot come back again. */
import { withoutReturned } from '../../../nodes/Sage200/sage200/orders/derived/earlierReturns';
import type { SageRecord } from '../../../nodes/Sage200/sage200/protocol/api';

const goods = (code: string, despatched: number) => ({
	line_type: 'EnumLineTypeStandard',
	code,
	despatch_receipt_quantity: despatched,
});
const text = (description: string, quantity: number) => ({
	line_type: 'EnumLineTypeFreeText',
	code: '',
	description,
	line_quantity: quantity,
	despatch_receipt_quantity: quantity,
});
const charge = (description: string, price: number) => ({
	line_type: 'EnumLineTypeCharge',
	code: '',
	description,
	selling_unit_price: price,
});

function left(lines: SageRecord[], ...returned: SageRecord[][]): SageRecord[] {
	const order = { document_no: '1', customer_id: 5, lines };
	const earlier = returned.map((each) => ({ customer_id: 5, lines: each }));
	return withoutReturned(order, new Map([['1', earlier]]), () => false).lines as SageRecord[];
}
const quantities = (lines: SageRecord[]) =>
	lines.map(({ despatch_receipt_quantity: quantity }) => quantity);

it('takes goods off the lines of their code, first line first', () => {
	const lines = [goods('A', 2), goods('B', 4), goods('A', 3)];
	const back = [{ ...goods('A', 0), line_quantity: 3 }];
	expect(quantities(left(lines, back))).toEqual([0, 4, 2]);
});
it('tells lines of free text apart by their words', () => {
	expect(quantities(left([text('Wrap', 2), text('Card', 2)], [text('Card', 1)]))).toEqual([2, 1]);
});
it('does not take goods for a charge of the same name', () => {
	expect(quantities(left([goods('Post', 2)], [charge('Post', 5)]))).toEqual([2]);
});
it('leaves out a charge that was given back, and the rest of one that was in part', () => {
	const prices = (lines: SageRecord[]) => lines.map(({ selling_unit_price: price }) => price);
	const lines = [charge('Post', 5), charge('Fee', 2)];
	expect(prices(left(lines, [charge('Post', 5)]))).toEqual([2]);
	expect(prices(left(lines, [charge('Post', 2)], [charge('Post', 1.5)]))).toEqual([1.5, 2]);
	expect(prices(left(lines, [{ ...charge('Post', 0), selling_unit_price: undefined }]))).toEqual([
		2,
	]);
	expect(prices(left([charge('Free', 0)], [charge('Free', 0)]))).toEqual([0]);
});
