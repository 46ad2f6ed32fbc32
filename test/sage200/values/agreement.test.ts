/** What is given twice agrees, or does not. */
import { agree } from '../../../nodes/Sage200/sage200/values/agreement';

it.each([
	[5, '5.00', true],
	['a ', 'a', true],
	['2024-05-24', '2024-05-24T00:00:00', true],
	[true, 'true', true],
	[[{ a: 1 }], [{ a: 1 }], true],
	[120, 5, false],
	['2024-05-24', '2024-05-25', false],
	[false, true, false],
	['North', 'South', false],
	[[], [{ a: 1 }], false],
])('%j and %j: %s', (one, other, expected) => {
	expect(agree(one, other)).toBe(expected);
});
