/** A helper of the despatch that answers with nothing: nothing was despatched, and nothing else either. */
import type { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';
import { despatchItem } from '../../nodes/Sage200/sage200/despatches/portions';
import { mayBeApplied } from '../../nodes/Sage200/transport/remedies';
import { MemorySage } from '../support/memorySage';

it.each([
	{ id: 5, is_multiple_bin_allocations: true },
	{ id: 5, traceable_type: 'EnumTraceableTypeBatch' },
])('is not told as a despatch that may be in Sage: %j', async (item) => {
	const sage = new MemorySage({}, () => ({}));
	const part = { item, label: 'Line 1', quantity: 1, identified: [], bins: [] };
	const failure = await despatchItem(sage, part).then(
		() => undefined,
		(error: unknown) => error as SageFailure,
	);
	expect(failure?.facts !== undefined && mayBeApplied(failure)).toBe(false);
});
