/** Whether a site keeps prices with tax: what tells it, and what is done where nothing does. */
import { readSitePrices } from '../../../nodes/Sage200/sage200/orders/create/siteSettings';
import type { Lookups } from '../../../nodes/Sage200/sage200/lookups/lookups';
import { SageFailure, type FailureKind } from '../../../nodes/Sage200/sage200/protocol/failures';

function failing(kind: FailureKind): SageFailure {
	return new SageFailure({ kind, method: 'GET', path: '/' });
}

async function answer<T>(given: T | SageFailure): Promise<T> {
	if (given instanceof SageFailure) throw given;
	return await Promise.resolve(given);
}

/** What is told of a site that answers so for its settings and for its newest document. */
async function told(settings: object[] | SageFailure, newest: object | undefined | SageFailure) {
	const lookups = {
		all: async () => await answer(settings),
		newest: async () => await answer(newest),
	};
	return await readSitePrices(lookups as unknown as Lookups);
}

it.each([
	['settings without the field', [{ id: 1 }], undefined],
	['no settings', [], undefined],
	['settings that may not be read, a document without the field', failing('forbidden'), { id: 1 }],
	['settings without the field, documents that may not be read', [{ id: 1 }], failing('forbidden')],
	['settings without the field, no view of documents', [{ id: 1 }], failing('notFound')],
	['settings without the field, a view that fails', [{ id: 1 }], failing('crashed')],
])(
	'a release without the setting keeps prices without tax, which is told: %s',
	async (_, settings, newest) => {
		const { includeTax, problems, notes } = await told(settings, newest);
		expect([includeTax, problems]).toEqual([false, []]);
		expect(notes).toEqual([expect.stringContaining('taken to be without')]);
	},
);

it('nothing is taken for granted where neither may be read', async () => {
	const { problems } = await told(failing('forbidden'), undefined);
	expect(problems).toEqual([expect.objectContaining({ field: 'Prices' })]);
});
