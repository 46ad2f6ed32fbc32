/** A write whose record is looked for is applied once, whatever becomes of calls and answers. */
import fc from 'fast-check';

import { readById } from '../../../nodes/Sage200/sage200/lookups/readById';
import { SageFailure } from '../../../nodes/Sage200/sage200/protocol/failures';
import { writeOnce, type LookFirst } from '../../../nodes/Sage200/sage200/push/lookFirst';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';
import { Clock } from '../../support/faultySage';
import { FATES, FaultyTable } from '../../support/faultyTable';

const AFTER_DOUBT_MILLISECONDS = 240_000;

function look(sage: FaultyTable, name: string): LookFirst {
	return {
		sought: `name "${name}" in /couriers`,
		find: async () =>
			await sage.list({ path: '/couriers', query: { $filter: `name eq '${name}'` }, limit: 2 }),
		read: async (id) => await readById(sage, `/couriers/${id}`),
	};
}

afterEach(() => jest.restoreAllMocks());

it('is applied once, however often and by however many it is sent until it is answered', async () => {
	const names = fc.array(fc.constantFrom('Van', 'Bike'), { minLength: 1, maxLength: 4 });
	const attempt = fc.record({ names, pause: fc.integer({ min: 0, max: 90_000 }) });
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.constantFrom(...FATES), { maxLength: 6 }),
			fc.array(attempt, { minLength: 1, maxLength: 5 }),
			async (fates, attempts) => {
				const clock = new Clock();
				jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
				const sage = new FaultyTable(clock, [...fates]);
				const register = new KeyRegister();
				const push = async (name: string) =>
					await writeOnce(
						sage,
						{ method: 'POST', path: '/couriers', body: { name } },
						look(sage, name),
						register,
					);
				const told = new Map<string, Set<unknown>>();
				await clock.run(
					(async () => {
						for (const { names: together, pause } of attempts) {
							await Promise.all(
								together.map(async (name) => {
									const answer = await push(name).catch((error: unknown) => error);
									// Nothing else than a doubt keeps a push from being answered.
									if (answer instanceof SageFailure) return expect(answer.inDoubt).toBe(true);
									const { reply } = answer as { reply: { id: number } };
									told.set(name, new Set([...(told.get(name) ?? []), reply.id]));
								}),
							);
							await clock.wait(pause);
						}
						sage.mend();
						await clock.wait(AFTER_DOUBT_MILLISECONDS);
						for (const name of ['Van', 'Bike']) await push(name);
					})(),
				);
				const rows = sage.everything();
				expect(rows.map(({ name }) => name).sort()).toEqual(['Bike', 'Van']);
				for (const [name, ids] of told)
					expect([...ids]).toEqual([rows.find((row) => row.name === name)?.id]);
			},
		),
		{ numRuns: 300 },
	);
});

it('asks for nothing where the record is known already', async () => {
	const sage = new FaultyTable(new Clock(), []);
	const known = [{ id: 4, name: 'Van' }];
	const request = { method: 'POST', path: '/couriers', body: { name: 'Van' } } as const;
	const written = await writeOnce(
		sage,
		request,
		{ ...look(sage, 'Van'), known },
		new KeyRegister(),
	);
	expect(written).toEqual({ reply: known[0], outcome: 'existing' });
	expect(sage.lists).toBe(0);
});

it('is in doubt in whatever capitals it is sought, and is told as a lost answer', async () => {
	const clock = new Clock();
	jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
	const sage = new FaultyTable(clock, ['late']);
	const register = new KeyRegister();
	const push = async (name: string) =>
		await writeOnce(
			sage,
			{ method: 'POST', path: '/couriers', body: { name } },
			look(sage, name),
			register,
		);
	for (const [name, kind] of [
		['Van', 'timeout'],
		['VAN', 'dropped'],
	]) {
		const told = await clock.run(push(name).catch((error: unknown) => error));
		expect(told).toMatchObject({ inDoubt: true, facts: { kind } });
	}
	expect(sage.everything().map(({ name }) => name)).toEqual(['Van']);
});
