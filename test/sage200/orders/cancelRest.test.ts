/** Cancelling what is left of an order: once, and nothing of what has gone out. */
import fc from 'fast-check';

import { planOf } from '../../../nodes/Sage200/sage200/orders/amend/amend';
import { leftOf, withoutTheRest } from '../../../nodes/Sage200/sage200/orders/amend/cancelRest';
import type { Step } from '../../../nodes/Sage200/sage200/orders/amend/steps';

type Line = Record<string, unknown>;

const LINE = fc
	.record({
		line_type: fc.constantFrom('Standard', 'FreeText', 'Charge', 'Comment'),
		line_quantity: fc.integer({ min: 0, max: 9 }),
		share: fc.integer({ min: 0, max: 2 }),
		locked: fc.boolean(),
	})
	.map(({ line_type, line_quantity, share, locked }) => {
		const moves = line_type === 'Standard' || line_type === 'FreeText';
		const despatched = moves ? [0, Math.floor(line_quantity / 2), line_quantity][share] : 0;
		return {
			line_type: `EnumLineType${line_type}`,
			line_quantity,
			despatch_receipt_quantity: despatched,
			is_line_deletable: despatched === 0 && !locked,
			description: line_type,
		};
	});
const ORDER = fc.array(LINE, { maxLength: 8 }).map((lines) => ({
	id: 1,
	lines: lines.map((line, at) => ({ ...line, id: at + 1, line_number: at + 1 })) as Line[],
}));

const applied = (lines: Line[], steps: Step[]): Line[] =>
	lines.flatMap((line) => {
		const step = steps.find(({ lineId }) => lineId === line.id);
		if (!step) return [line];
		return step.body.is_to_delete === true
			? []
			: [{ ...line, line_quantity: step.body.line_quantity }];
	});

it('leaves what has gone out, what Sage holds fast, and comments; a second time there is nothing to do', () => {
	fc.assert(
		fc.property(ORDER, (order) => {
			const steps = planOf(order, withoutTheRest(order));
			const after = applied(order.lines, steps);
			expect(planOf({ id: 1, lines: after }, withoutTheRest({ id: 1, lines: after }))).toEqual([]);
			for (const { body } of steps) expect(body.create_cancelled_line).toBe(true);
			const gone = order.lines.some(({ despatch_receipt_quantity: sent }) => Number(sent) > 0);
			for (const line of order.lines) {
				const now = after.find(({ id }) => id === line.id);
				const sent = Number(line.despatch_receipt_quantity);
				const isGoods = /Standard|FreeText/.test(String(line.line_type));
				if (sent > 0) expect(now?.line_quantity).toBe(sent);
				else if (line.line_type === 'EnumLineTypeComment' || line.is_line_deletable === false)
					expect(now).toEqual(line);
				else if (isGoods && line.line_quantity !== 0) expect(now).toBeUndefined();
				else if (line.line_type === 'EnumLineTypeCharge') expect(now === undefined).toBe(!gone);
			}
			const left = after.filter(
				({ line_type: type, line_quantity: quantity }) =>
					type === 'EnumLineTypeCharge' || (type !== 'EnumLineTypeComment' && quantity !== 0),
			);
			expect(leftOf(order)).toHaveLength(left.length);
			expect(leftOf({ id: 1, lines: after })).toEqual(leftOf(order));
		}),
		{ numRuns: 1000 },
	);
});
