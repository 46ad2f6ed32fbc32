/** One order a key, whatever the line does. Fault schedules are drawn at random and shrink to the shortest that breaks. */
import fc from 'fast-check';

import { SageFailure, type FailureKind } from '../../../nodes/Sage200/sage200/protocol/failures';
import { Finder } from '../../../nodes/Sage200/sage200/push/finder';
import { keyProblem, keysCollide, storedKey } from '../../../nodes/Sage200/sage200/push/key';
import { InDoubt } from '../../../nodes/Sage200/sage200/push/inDoubt';
import type { PushSettings } from '../../../nodes/Sage200/sage200/push/push';
import { Pusher } from '../../../nodes/Sage200/sage200/push/pusher';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';
import { Clock, FaultySage, keyed, type Fault } from '../../support/faultySage';
import { tick } from '../../support/tick.js';

const SETTINGS: PushSettings = {
	protection: 'standard',
	lookAgainSeconds: 10,
	doubtSeconds: 90,
	settleSeconds: 1,
};

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<Fault>({ kind: 'none' }) },
	fc.constant<Fault>({ kind: 'lost' }),
	fc.constant<Fault>({ kind: 'answerLost' }),
	fc.integer({ min: 1, max: 60 }).map((seconds): Fault => ({ kind: 'late', seconds })),
	fc.integer({ min: 1, max: 900 }).map((milliseconds): Fault => ({ kind: 'hidden', milliseconds })),
);

/** Pushes as one n8n process does: claims the key, looks, pushes; on any failure again after some seconds, as a shop would. */
async function pushUntilClear(
	sage: FaultySage,
	settings: PushSettings | (() => PushSettings),
	register: KeyRegister,
	retrySeconds = 5,
): Promise<number> {
	const kind = sage.kind();
	for (let attempt = 0; attempt < 60; attempt++) {
		const now = typeof settings === 'function' ? settings() : settings;
		const pusher = new Pusher(sage, kind, register, now, () => sage.clock.now);
		const release = await register.claim(pusher.nameOf(keyed('K')));
		try {
			const known = (await kind.find(['K'])).get('k') ?? [];
			const record = await pusher
				.push(keyed('K'), known)
				.then(({ record: pushed }) => pushed, unclearOrThrow);
			if (record) return Number(record.id);
		} finally {
			release();
		}
		await sage.clock.wait(retrySeconds * 1000);
	}
	throw new Error('never clear');
}

/** A shop pushes again after any failure of the line; anything else is a mistake of ours. */
function unclearOrThrow(error: unknown): undefined {
	if (error instanceof SageFailure || error instanceof InDoubt) return undefined;
	throw error;
}

describe('Standard', () => {
	it('makes one order in one process, though the line fails and executions overlap', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyFault, { maxLength: 8 }),
				fc.integer({ min: 1, max: 4 }),
				async (faults, executions) => {
					const clock = new Clock();
					const sage = new FaultySage(clock, [...faults]);
					const register = new KeyRegister();
					await clock.run(
						Promise.all(
							Array.from({ length: executions }, () => pushUntilClear(sage, SETTINGS, register)),
						),
					);
					expect(sage.confirmed('K')).toBe(1);
				},
			),
			{ numRuns: 300 },
		);
	});

	it('never posts while in doubt, and says so with the key', async () => {
		const clock = new Clock();
		const sage = new FaultySage(clock, [{ kind: 'late', seconds: 60 }]);
		const register = new KeyRegister();
		const pusher = new Pusher(sage, sage.kind(), register, SETTINGS, () => clock.now);
		const failed = clock.run(pusher.push(keyed('K'), []));
		await expect(failed).rejects.toMatchObject({
			name: 'InDoubt',
			details: { key: 'K', outcome: 'inDoubt' },
		});
		await expect(clock.run(pusher.push(keyed('K'), []))).rejects.toBeInstanceOf(InDoubt);
		await clock.run(clock.wait(60_000));
		const found = await clock.run(pusher.push(keyed('K'), []));
		expect(found.outcome).toBe('recovered');
		expect(sage.confirmed('K')).toBe(1);
	});
});

/** Failures after which a write was not applied; of a look they say nothing. */
const UNANSWERED: FailureKind[] = [
	'unreachable',
	'throttled',
	'notRenewed',
	'unauthorised',
	'loginEnded',
	'forbidden',
	'refused',
	'timeout',
];

describe('a look that fails', () => {
	const blind = (kind: FailureKind) => async () => {
		throw new SageFailure({ kind, method: 'GET', path: '/sop_orders' });
	};
	const doubtful = { name: 'InDoubt', details: { key: 'K', outcome: 'inDoubt', inDoubt: true } };

	it.each(UNANSWERED)('leaves the doubt of a post when it is %s', async (failure) => {
		const clock = new Clock();
		const sage = new FaultySage(clock, [{ kind: 'answerLost' }]);
		const register = new KeyRegister();
		const kind = { ...sage.kind(), find: blind(failure), read: blind(failure) };
		const pusher = new Pusher(sage, kind, register, SETTINGS, () => clock.now);
		const failed = clock.run(pusher.push(keyed('K'), []));
		await expect(failed).rejects.toMatchObject(doubtful);
		const seeing = new Pusher(sage, sage.kind(), register, SETTINGS, () => clock.now);
		expect((await clock.run(seeing.push(keyed('K'), []))).outcome).toBe('recovered');
		expect(sage.confirmed('K')).toBe(1);
	});

	it('leaves the doubt of a post when the execution is cancelled', async () => {
		const clock = new Clock();
		const sage = new FaultySage(clock, [{ kind: 'none' }]);
		const register = new KeyRegister();
		const cancelled = async () => await Promise.reject<never>(new Error('cancelled'));
		const real = sage.kind();
		// Answered without its key, so that it has to be read back.
		const post = async (body: { key: string }) => ({ id: (await real.post(body)).id });
		const kind = { ...real, post, find: cancelled, read: cancelled };
		const pusher = new Pusher(sage, kind, register, SETTINGS, () => clock.now);
		await expect(clock.run(pusher.push(keyed('K'), []))).rejects.toThrow('cancelled');
		expect(register.inDoubt(pusher.nameOf(keyed('K')), clock.now)).toBe(true);
	});

	it.each(UNANSWERED)('tells nothing of what was posted before when it is %s', async (failure) => {
		const clock = new Clock();
		const sage = new FaultySage(clock, [{ kind: 'hidden', milliseconds: 10_000 }]);
		const register = new KeyRegister();
		const pusher = new Pusher(sage, sage.kind(), register, SETTINGS, () => clock.now);
		await clock.run(pusher.push(keyed('K'), []));
		const kind = { ...sage.kind(), find: blind(failure) };
		const later = new Pusher(sage, kind, register, SETTINGS, () => clock.now);
		await expect(clock.run(later.push(keyed('K'), []))).rejects.toBeInstanceOf(SageFailure);
		expect(sage.confirmed('K')).toBe(1);
	});

	it.each(UNANSWERED)('leaves the doubt of a confirmation when it is %s', async (failure) => {
		const strict: PushSettings = { ...SETTINGS, protection: 'strict' };
		const clock = new Clock();
		const sage = new FaultySage(clock, []);
		const kind = sage.kind();
		let looks = 0;
		const find: typeof kind.find = async (keys) =>
			looks++ === 0 ? await kind.find(keys) : await blind(failure)();
		const pusher = new Pusher(sage, { ...kind, find }, new KeyRegister(), strict, () => clock.now);
		await expect(clock.run(pusher.push(keyed('K'), []))).rejects.toMatchObject(doubtful);
		expect(sage.confirmed('K')).toBe(1);
	});
});

it.each<FailureKind>(['unreachable', 'throttled', 'unauthorised'])(
	'a confirmation that got no clear answer stays in doubt when the next is %s',
	async (failure) => {
		const strict: PushSettings = { ...SETTINGS, protection: 'strict' };
		const clock = new Clock();
		const sage = new FaultySage(clock, [{ kind: 'none' }, { kind: 'late', seconds: 60 }]);
		const kind = sage.kind();
		let sent = 0;
		const confirm = async (id: number) => {
			if (sent++ === 0) return await kind.drafts.confirm(id);
			throw new SageFailure({ kind: failure, method: 'PUT', path: '/sop_orders' });
		};
		const drafts = { ...kind.drafts, confirm };
		const pusher = new Pusher(
			sage,
			{ ...kind, drafts },
			new KeyRegister(),
			strict,
			() => clock.now,
		);
		await expect(clock.run(pusher.push(keyed('K'), []))).rejects.toBeInstanceOf(InDoubt);
	},
);

describe('Strict', () => {
	const strict: PushSettings = { ...SETTINGS, protection: 'strict' };

	it('makes one order though several workers push at once and the line fails', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyFault, { maxLength: 12 }),
				fc.integer({ min: 1, max: 4 }),
				async (faults, workers) => {
					const clock = new Clock();
					const sage = new FaultySage(clock, [...faults]);
					await clock.run(
						Promise.all(
							Array.from({ length: workers }, (_, at) =>
								pushUntilClear(sage, strict, new KeyRegister(), 5 + at),
							),
						),
					);
					expect(sage.confirmed('K')).toBe(1);
					// Drafts that landed when their push had ended go with the next one.
					await clock.run(clock.wait(70_000));
					await clock.run(pushUntilClear(sage, strict, new KeyRegister()));
					expect(sage.everything('K')).toBe(1);
				},
			),
			{ numRuns: 300 },
		);
	});

	const deaths = [0, 2].flatMap((left) =>
		[0, 1, 2, 3, 4].flatMap((calls) =>
			(['before', 'after'] as const).map((when) => [left, calls, when] as const),
		),
	);

	const endings = deaths.flatMap((death) =>
		(['standard', 'strict'] as const).map((next) => [...death, next] as const),
	);

	it.each(endings)(
		'finds %i drafts, is killed after %i calls, %s the next took, and the next push in %s leaves one order and no draft',
		async (left, calls, when, next) => {
			const clock = new Clock();
			const sage = new FaultySage(clock, []);
			const kind = sage.kind();
			let made = 0;
			/** The worker whose call this is dies: nothing of it goes on. */
			const dying =
				<A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
				async (...args: A): Promise<R> => {
					const last = made++ === calls;
					if (last && when === 'before') throw new Error('killed');
					const result = await call(...args);
					if (last) throw new Error('killed');
					return result;
				};
			const { find, read, drafts } = kind;
			const dyingKind = {
				...kind,
				find: dying(find),
				read: dying(read),
				drafts: {
					...drafts,
					post: dying(drafts.post),
					confirm: dying(drafts.confirm),
					discard: dying(drafts.discard),
				},
			};
			const worker = new Pusher(sage, dyingKind, new KeyRegister(), strict, () => clock.now);
			for (let draft = 0; draft < left; draft++) await clock.run(kind.drafts.post({ key: 'K' }));
			await clock
				.run(
					(async () => {
						const known = (await dyingKind.find(['K'])).get('k') ?? [];
						return await worker.push(keyed('K'), known);
					})(),
				)
				.catch(() => undefined);
			const later: PushSettings = { ...strict, protection: next };
			await clock.run(pushUntilClear(sage, later, new KeyRegister()));
			expect(sage.confirmed('K')).toBe(1);
			expect((await clock.run(kind.find(['K']))).get('k')).toHaveLength(1);
		},
	);

	it('makes one order though each push of its key is in another protection and the line fails', async () => {
		const levels = fc.array(fc.constantFrom('standard' as const, 'strict' as const), {
			minLength: 1,
			maxLength: 6,
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyFault, { maxLength: 12 }),
				levels,
				fc.integer({ min: 1, max: 3 }),
				async (faults, drawn, executions) => {
					const clock = new Clock();
					const sage = new FaultySage(clock, [...faults]);
					// Automatic goes from one to the other within a process.
					const register = new KeyRegister();
					let turn = 0;
					const any = (): PushSettings => ({
						...SETTINGS,
						protection: drawn[turn++ % drawn.length],
					});
					await clock.run(
						Promise.all(
							Array.from({ length: executions }, () => pushUntilClear(sage, any, register)),
						),
					);
					expect(sage.confirmed('K')).toBe(1);
					await clock.run(clock.wait(100_000));
					await clock.run(pushUntilClear(sage, any, register));
					expect(sage.everything('K')).toBe(1);
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('leaves a draft that is meant to stay one', async () => {
		const clock = new Clock();
		const sage = new FaultySage(clock, []);
		const kind = sage.kind();
		await clock.run(kind.drafts.post({ key: 'K' }));
		const known = (await clock.run(kind.find(['K']))).get('k')!;
		const settings: PushSettings = { ...SETTINGS, draft: true };
		const pusher = new Pusher(sage, kind, new KeyRegister(), settings, () => clock.now);
		expect(await clock.run(pusher.push(keyed('K'), known))).toMatchObject({
			outcome: 'existing',
			record: { is_draft: true },
		});
	});

	it('finishes the draft of a killed worker and discards what is too many', async () => {
		const clock = new Clock();
		const sage = new FaultySage(clock, []);
		const kind = sage.kind();
		await clock.run(kind.drafts.post({ key: 'K' }));
		await clock.run(kind.drafts.post({ key: 'K' }));
		const known = (await clock.run(kind.find(['K']))).get('k')!;
		const pusher = new Pusher(sage, kind, new KeyRegister(), strict, () => clock.now);
		const { record } = await clock.run(pusher.push(keyed('K'), known));
		expect(record).toMatchObject({ id: 1, is_draft: false });
		expect((await clock.run(kind.find(['K']))).get('k')).toHaveLength(1);
	});
});

describe('keys', () => {
	const rule = {
		schema: 'sop_order',
		field: 'customer_document_no',
		prefix: 'WEB-',
		label: 'Order Key',
	};
	it('are stored with their prefix and without outer spaces', () =>
		expect(storedKey(rule, '  1001 ')).toBe('WEB-1001'));
	it('are refused when empty or too long, with the limit', () => {
		expect(keyProblem(rule, ' ')).toMatchObject({ field: 'Order Key', message: 'is empty' });
		expect(keyProblem(rule, 'x'.repeat(27))?.message).toContain(
			'31 characters long; Customer Document Number stores at most 30',
		);
		expect(keyProblem(rule, 'x'.repeat(26))).toBeUndefined();
	});
	it('collide when Sage would take them for the same', () => {
		expect(keysCollide('web-1', 'WEB-1')).toBe(true);
		expect(keysCollide('web-1', 'web-1')).toBe(false);
	});
});

describe('look-ups of keys', () => {
	it('share one call when asked for while another is under way, and are never older than their question', async () => {
		const asked: string[][] = [];
		let answer = (): void => undefined;
		const finder = new Finder(async (keys) => {
			asked.push(keys);
			await new Promise<void>((resolve) => (answer = resolve));
			return new Map(keys.map((key) => [key, [{ key }]]));
		});
		const first = finder.find('a');
		await tick();
		const others = [finder.find('b'), finder.find('c')];
		answer();
		await first;
		await tick();
		answer();
		expect(await Promise.all(others)).toEqual([[{ key: 'b' }], [{ key: 'c' }]]);
		expect(asked).toEqual([['a'], ['b', 'c']]);
	});
});
