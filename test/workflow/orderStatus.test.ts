/** Orders held and released, whichever verb and body Sage understands; done only when the order shows it. */
import type { IDataObject } from 'n8n-workflow';

import type { SageRequest } from '../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';
import { StatusChanger } from '../../nodes/Sage200/sage200/orders/status';
import type { RunOptions } from '../support/engine';
import { fastClock } from '../support/fastClock';
import { byKey, productLine, SalesWorld } from '../support/salesWorld';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const change = async (to: string, keys = ['H-1'], options: RunOptions = {}) =>
	await world.run(
		{
			resource: 'salesOrder',
			operation: 'changeStatus',
			order: byKey('={{ $json.key }}'),
			change: to,
		},
		{ items: keys.map((key) => ({ key })), ...options },
	);
const order = async (key: string, header: object = {}) => {
	const [goods] = await world.goods();
	return await world.order(key, [productLine(goods)], header);
};
const statusOf = async (key: string) =>
	(await world.sage.admin.rows('sop_orders', { customer_document_no: key }))[0].document_status;
const sent = async () =>
	(await world.sage.admin.log()).calls.filter(({ method }) => method !== 'GET');

const VERBS = ['POST', 'PUT', 'PUT by id'];
const BODIES = ['sop_order_id', 'id'];

describe.each(
	VERBS.flatMap((statusVerb) => BODIES.map((statusBody) => ({ statusVerb, statusBody }))),
)('where Sage understands %j', (behaviour) => {
	it('holds and releases, says what it did, and does nothing twice', async () => {
		await order('H-1');
		await world.sage.admin.setBehaviour(behaviour as never);
		for (const [to, outcome, status] of [
			['hold', 'changed', 'EnumDocumentStatusOnHold'],
			['hold', 'unchanged', 'EnumDocumentStatusOnHold'],
			['release', 'changed', 'EnumDocumentStatusLive'],
			['release', 'unchanged', 'EnumDocumentStatusLive'],
		]) {
			const { json, error } = await change(to);
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ outcome, document_status: status });
			expect(await statusOf('H-1')).toBe(status);
		}
	});

	it('holds many at once, and asks in vain only until it knows how to ask', async () => {
		const keys = ['M-1', 'M-2', 'M-3', 'M-4', 'M-5', 'M-6'];
		for (const key of keys) await order(key);
		await world.sage.admin.setBehaviour(behaviour as never);
		await change('hold', keys.slice(0, 1));
		await world.sage.admin.clearLog();
		const { json } = await change('hold', keys);
		expect(json.map(({ outcome }) => outcome)).toEqual([
			'unchanged',
			...Array.from({ length: 5 }, () => 'changed'),
		]);
		expect(await sent()).toHaveLength(5);
	});

	it.each(['dropAfterCommit', 'emptyReply', 'hiddenCommit'])(
		'reads the order after %s',
		async (kind) => {
			await order('H-1');
			await world.sage.admin.setBehaviour(behaviour as never);
			const match = { path: '^/sop_orders_status' };
			await world.sage.admin.setFaults([{ kind, match, afterMs: 100 }]);
			const { json, error } = await change('hold');
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ document_status: 'EnumDocumentStatusOnHold' });
		},
	);
});

it('what follows in one execution sees what went before', async () => {
	await order('H-1');
	const { json } = await world.run(
		{
			resource: 'salesOrder',
			operation: 'changeStatus',
			order: byKey('H-1'),
			change: '={{ $json.to }}',
		},
		{ items: [{ to: 'hold' }, { to: 'hold' }, { to: 'release' }] },
	);
	expect(json.map(({ outcome }) => outcome)).toEqual(['changed', 'unchanged', 'changed']);
	expect(await statusOf('H-1')).toBe('EnumDocumentStatusLive');
});

it('a site of an earlier release, a draft, and a finished order are told apart', async () => {
	await order('H-1');
	await order('D-1', { is_editing: true });
	const { id } = await order('C-1');
	await world.send('POST', '/sop_orders_status', {
		sop_order_id: id,
		document_status: 'EnumDocumentStatusComplete',
	});
	const told = async (key: string) => {
		const { error } = await change('hold', [key]);
		return [error?.message, error?.description].join(' ');
	};
	expect(await told('D-1')).toContain('a draft');
	expect(await told('C-1')).toContain('is complete, so it cannot be held');
	expect(await told('C-1')).toContain('Only an order that is live can be.');
	await world.sage.admin.setBehaviour({ release: '2024 R1' } as never);
	expect(await told('H-1')).toContain('2025 R1');
	expect(await statusOf('H-1')).toBe('EnumDocumentStatusLive');
});

it('speaks of statuses in the words of the form', async () => {
	const { id } = await order('S-1');
	const told = async (status: string, to: string) => {
		await world.sage.admin.changeRow('sop_orders', Number(id), {
			document_status: `EnumDocumentStatus${status}`,
		});
		const { error } = await change(to, ['S-1']);
		return [error?.message, error?.description].join(' ');
	};
	expect(await told('Dispute', 'hold')).toContain('is disputed, so it cannot be held');
	const finished = await told('Cancelled', 'release');
	expect(finished).toContain('is cancelled, so it cannot be released');
	expect(finished).toContain('Only an order that is on hold or disputed can be.');
});

describe('the domain alone', () => {
	/** An order whose status changes only by the call that the test names. */
	const sage = (understands: (request: SageRequest) => boolean, scope: string) => {
		let document_status = 'EnumDocumentStatusLive';
		const calls: SageRequest[] = [];
		return {
			scope,
			calls,
			async send(request: SageRequest) {
				calls.push(request);
				if (understands(request)) document_status = 'EnumDocumentStatusOnHold';
				return await Promise.resolve({});
			},
			list: async () => await Promise.resolve([{ id: 1, document_status }]),
			wait: async () => await Promise.resolve(),
		};
	};

	it('does not believe an answer that all is well', async () => {
		const deaf = sage(() => false, 'deaf');
		await expect(
			new StatusChanger(deaf, 0).change(1, 'EnumDocumentStatusOnHold'),
		).rejects.toBeInstanceOf(SageFailure);
		expect(deaf.calls).toHaveLength(6);
		const put = sage(({ method, body }) => method === 'PUT' && 'status' in (body as object), 'put');
		const changer = new StatusChanger(put, 0);
		const status = 'EnumDocumentStatusOnHold';
		expect(await changer.change(1, status)).toMatchObject({
			document_status: status,
			outcome: 'changed',
		} as IDataObject);
		expect(put.calls).toHaveLength(4);
	});

	it('asks in no other way while a change may yet be applied', async () => {
		const silent = sage(() => false, 'silent');
		const send = async (request: SageRequest): Promise<never> => {
			silent.calls.push(request);
			return await Promise.reject(
				new SageFailure({ kind: 'dropped', method: request.method, path: request.path }),
			);
		};
		const changer = new StatusChanger({ ...silent, send }, 1);
		await expect(changer.change(1, 'EnumDocumentStatusOnHold')).rejects.toMatchObject({
			inDoubt: true,
		});
		expect(silent.calls).toHaveLength(1);
	});
});
