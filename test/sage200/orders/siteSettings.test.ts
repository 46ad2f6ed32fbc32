import { readSitePrices } from '../../../nodes/Sage200/sage200/orders/create/siteSettings';
import type { Lookups } from '../../../nodes/Sage200/sage200/lookups/lookups';
import { SageFailure } from '../../../nodes/Sage200/sage200/protocol/failures';

const FORBIDDEN = new SageFailure({ kind: 'forbidden', method: 'GET', path: '/sop_settings' });

/** What a site answers of its settings and of its newest document; undefined where the login may read neither. */
async function told(settings: object[] | undefined, newest: object | undefined) {
	const lookups = {
		all: async () => (settings ? await Promise.resolve(settings) : await Promise.reject(FORBIDDEN)),
		newest: async () => await Promise.resolve(newest),
	};
	return await readSitePrices(lookups as unknown as Lookups);
}

it.each([
	['settings without the field', [{ id: 1 }], undefined],
	['no settings', [], undefined],
	['settings that may not be read, and a document without the field', undefined, { id: 1 }],
])(
	'a release without the setting keeps prices without tax, which is told: %s',
	async (_, settings, newest) => {
		const { includeTax, problems, notes } = await told(settings, newest);
		expect([includeTax, problems]).toEqual([false, []]);
		expect(notes).toEqual([expect.stringContaining('taken to be without')]);
	},
);

it('nothing is taken for granted where neither may be read', async () => {
	const { problems } = await told(undefined, undefined);
	expect(problems).toEqual([expect.objectContaining({ field: 'Prices' })]);
});
