/**
 * Changes the status of orders. Sage published the path with its release 2025 R1, and neither verb nor body (api.md j 7):
 * what others send is tried in turn, and a change counts only when the order shows it. What a site understood is what it is
 * asked with first from then on.
 */
import type { Fields } from '../../catalog/fieldNames';
import { Lookups } from '../lookups/lookups';
import { unclearAnswer } from '../protocol/answer';
import type { HttpMethod, SageApi, SageRecord } from '../protocol/api';
import { onSageFailure, SageFailure } from '../protocol/failures';
import { releaseOf } from '../protocol/releases';
import { lookAgain, lookFor } from '../protocol/looking';
import { Finder } from '../push/finder';
import { Turns } from '../values/turns';

/** One way to ask for a change. */
interface Shape {
	method: HttpMethod;
	/** The path ends with the order's ID. */
	byId: boolean;
	body(id: number, status: string): SageRecord;
}

const PATH = '/sop_orders_status';
const INTRODUCED = '2025-06-02';

/** The two bodies that are known of others. */
const BODIES: Array<Shape['body']> = [
	(id, status) => ({ sop_order_id: id, document_status: status }),
	(id, status) => ({ id, status }),
];

const SHAPES: Shape[] = [
	['POST', false] as const,
	['PUT', false] as const,
	['PUT', true] as const,
].flatMap(([method, byId]) => BODIES.map((body) => ({ method, byId, body })));

/** What of an order is read back, and shown. */
export const STATUS_FIELDS: Array<Fields['sop_order']> = [
	'id',
	'document_no',
	'customer_document_no',
	'customer_id',
	'document_status',
	'is_draft',
	'total_gross_value',
	'date_time_updated',
];

/** How long a change that was answered may take to be seen. */
const LONGEST_LAG_SECONDS = 3;

/** What sites understood, by their scope, for as long as the process lives. */
const understood = new Map<string, Shape>();

export class StatusChanger {
	/** Orders that are read back at the same time share a call. */
	private readonly finder: Finder;
	private readonly turns = new Turns();

	/** @param lookAgainSeconds how long to look for a change that got no clear answer */
	constructor(
		private readonly api: SageApi,
		private readonly lookAgainSeconds: number,
	) {
		this.finder = new Finder(
			async (ids) =>
				await new Lookups(api).byKeys(
					{ resource: 'sop_orders', field: 'id', select: STATUS_FIELDS },
					ids,
				),
		);
	}

	/** The order as it is now. */
	async read(id: number): Promise<SageRecord | undefined> {
		return (await this.finder.find(String(id)))[0];
	}

	/**
	 * Sets the status of an order. Until it is known how the site is asked, orders are tried one after the other.
	 * @throws SageFailure also when no way of asking changed the order
	 */
	async change(id: number, status: string): Promise<SageRecord> {
		const { scope } = this.api;
		if (understood.has(scope)) return await this.ask(id, status);
		return await this.turns.take(scope, async () => await this.ask(id, status));
	}

	/** What was understood before comes first: an update of the site may have changed it. */
	private async ask(id: number, status: string): Promise<SageRecord> {
		const failures: SageFailure[] = [];
		const known = understood.get(this.api.scope);
		const others = SHAPES.filter((shape) => shape !== known);
		for (const shape of known ? [known, ...others] : others) {
			const outcome = await this.attempt(shape, id, status);
			if (!(outcome instanceof SageFailure)) {
				understood.set(this.api.scope, shape);
				return outcome;
			}
			// What may yet be applied is not asked for in another way.
			if (outcome.inDoubt) throw outcome;
			failures.push(outcome);
		}
		throw tellingOf(failures);
	}

	/** The changed order, or why this way of asking did not change it. */
	private async attempt(
		{ method, byId, body }: Shape,
		id: number,
		status: string,
	): Promise<SageRecord | SageFailure> {
		const path = byId ? `${PATH}/${id}` : PATH;
		const failure = await this.api.send({ method, path, body: body(id, status) }).then(
			() => undefined,
			onSageFailure((each) => each),
		);
		if (failure && !failure.inDoubt) {
			if (isNotUnderstood(failure)) return failure;
			throw failure;
		}
		const reading = this.readBack(id, status, failure !== undefined);
		// What was answered and cannot be read back may be changed.
		const changed = await reading.catch(onSageFailure(() => unclearAnswer({ method, path })));
		return changed ?? failure ?? unchanged(method, path);
	}

	/**
	 * The order, once it shows the status; undefined where it does not.
	 * @throws SageFailure when a change that was answered cannot be read back
	 */
	private async readBack(
		id: number,
		status: string,
		isDoubtful: boolean,
	): Promise<SageRecord | undefined> {
		const look = async () => {
			const order = await this.read(id);
			return order?.document_status === status
				? { ...order, outcome: isDoubtful ? 'recovered' : 'changed' }
				: undefined;
		};
		return isDoubtful
			? await lookAgain(this.api, this.lookAgainSeconds, look)
			: await lookFor(this.api, LONGEST_LAG_SECONDS, look);
	}
}

/** Whether Sage may understand another way of asking: there is no such path or verb, or the body says nothing to it. */
function isNotUnderstood({ kind }: SageFailure): boolean {
	return kind === 'notFound' || kind === 'outdated' || kind === 'refused';
}

/** Sage said yes and did nothing: a body that it does not read. */
function unchanged(method: HttpMethod, path: string): SageFailure {
	return new SageFailure({
		kind: 'refused',
		method,
		path,
		sageMessage: 'it answered that all is well, and the order has not changed.',
	});
}

/** Sage's reasons, where ways of asking got as far as that; else the site has no such path. */
function tellingOf(failures: SageFailure[]): SageFailure {
	const refused = failures.filter(({ kind }) => kind === 'refused');
	const reasons = new Set(refused.flatMap(({ facts }) => facts.sageMessage ?? []));
	if (refused.length > 0) return refused[0].saying([...reasons].join(' / '));
	return failures[0].explained(
		`Sage 200 takes changes of status since release ${releaseOf(INTRODUCED)}. Change it in Sage 200 itself, or update the site.`,
	);
}
