/** The discount of a line goes with its copy, however a site shows what it is in money. */
import { copiedLine } from '../../nodes/Sage200/sage200/orders/derived/copy';

it.each([0, null, undefined])('a discount of 10 %% that is shown with %p in money', (value) => {
	const line = {
		line_type: 'EnumLineTypeStandard',
		product_id: 5,
		line_quantity: 1,
		selling_unit_price: 20,
		unit_discount_percent: 10,
		unit_discount_value: value,
	};
	expect(copiedLine(line, { schema: 'sop_return_line', prices: true })).toMatchObject({
		unit_discount_percent: 10,
	});
});
