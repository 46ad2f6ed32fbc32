/** A record that one or several items change, one after the other. */
import type { SageRecord, SageRequest } from '../../sage200/protocol/api';
import { changesBetween } from '../../sage200/lookups/differences';
import { onSageFailure, SageFailure } from '../../sage200/protocol/failures';
import { DOUBT_SECONDS, inWords } from '../../sage200/protocol/waits';
import { write } from '../../sage200/lookups/writing';
import { writeOnce, type LookFirst, type WrittenOnce } from '../../sage200/push/lookFirst';
import { keyRegister } from '../../sage200/push/register';
import { isRecord } from '../../sage200/values/records';

import type { Company } from '../company';

export interface Saved {
	company: Company;
	/** Names the record among all that are saved. */
	name: string;
	/** What was read for all items together; undefined where there is no such record yet. */
	record: SageRecord | undefined;
	/** Reads the record as it is now. */
	read(): Promise<SageRecord | undefined>;
}

export class SavedRecord {
	private known: { record: SageRecord | undefined } | undefined;
	/** What this run has sent: a list may show it late (api.md, late visibility). */
	private sent: SageRecord = {};
	private reply: SageRecord | undefined;
	private unclear: SageFailure | undefined;

	constructor(private readonly saved: Saved) {
		this.known = { record: saved.record };
	}

	get name(): string {
		return this.saved.name;
	}

	/**
	 * The record as the last item left it; undefined where there is none.
	 * @throws SageFailure when an earlier item's attempt to create it may still be applied
	 */
	async current(): Promise<SageRecord | undefined> {
		this.known ??= { record: await this.readAnew() };
		return this.known.record;
	}

	/** Sends a change. What was read before is out of date from then on. */
	async change(path: string, body: SageRecord): Promise<SageRecord | undefined> {
		const writing = write(this.saved.company.api, { method: 'PUT', path, body }).catch(
			onSageFailure((failure) => {
				if (failure.inDoubt)
					keyRegister.doubt(this.changeName, Date.now() + DOUBT_SECONDS * 1000, (record) =>
						isSame(record, body),
					);
				throw failure;
			}),
		);
		const reply = await this.sending(writing);
		this.reply = isRecord(reply) ? reply : undefined;
		this.sent = overlaid(this.sent, body);
		return this.reply;
	}

	/**
	 * An earlier change that got no clear answer may still arrive, and would undo what is sent or told now.
	 * @param record as it was read just now
	 * @throws SageFailure as long as it may
	 */
	refuseInDoubt(record: SageRecord, path: string): void {
		keyRegister.seeChanged(this.changeName, record);
		if (!keyRegister.inDoubt(this.changeName, Date.now())) return;
		throw new SageFailure({
			kind: 'dropped',
			method: 'PUT',
			path,
			note: `An earlier change of this record got no clear answer and may still arrive. Nothing was sent now: push it again ${inWords(DOUBT_SECONDS)}.`,
		});
	}

	private get changeName(): string {
		return `${this.saved.name}|change`;
	}

	/**
	 * Sends a new record once.
	 * @param look how it is found again
	 * @returns `existing` where another execution of this process was quicker; nothing was sent then
	 * @throws SageFailure also while an earlier attempt, of whichever execution, may still be applied
	 */
	async create(path: string, body: SageRecord, look: LookFirst): Promise<WrittenOnce['outcome']> {
		const request: SageRequest = { method: 'POST', path, body };
		const { reply, outcome } = await this.sending(
			writeOnce(this.saved.company.api, request, look, keyRegister),
		);
		this.reply = isRecord(reply) ? reply : undefined;
		if (outcome !== 'existing') this.sent = overlaid(this.sent, body);
		return outcome;
	}

	/** What Sage answered to the last write. */
	get answer(): SageRecord | undefined {
		return this.reply;
	}

	private async sending<T>(writing: Promise<T>): Promise<T> {
		this.known = undefined;
		return await writing.catch(
			onSageFailure((failure) => {
				if (failure.inDoubt) this.unclear = failure;
				throw failure;
			}),
		);
	}

	private async readAnew(): Promise<SageRecord | undefined> {
		const found = await this.saved.read();
		if (!found && this.unclear) throw this.unclear;
		if (!found && !this.reply) return undefined;
		return overlaid({ ...this.reply, ...found }, this.sent);
	}
}

/** Whether a record shows all that was sent. */
function isSame(record: SageRecord, sent: SageRecord): boolean {
	return Object.keys(changesBetween(record, sent)).length === 0;
}

/** One for each record that the items name: items that name the same share it. */
export function savedRecords<Key>(all: Map<Key, Saved>): Map<Key, SavedRecord> {
	const byName = new Map<string, SavedRecord>();
	return new Map(
		[...all].map(([key, saved]) => {
			const record = byName.get(saved.name) ?? new SavedRecord(saved);
			byName.set(saved.name, record);
			return [key, record];
		}),
	);
}

/** The record with what was sent. Lists are as they were read: what was sent of them are single rows. */
function overlaid(record: SageRecord, sent: SageRecord): SageRecord {
	const values = Object.entries(sent).flatMap(([name, value]): Array<[string, unknown]> => {
		if (Array.isArray(value)) return [];
		const before = record[name];
		return [[name, isRecord(value) ? overlaid(isRecord(before) ? before : {}, value) : value]];
	});
	return { ...record, ...Object.fromEntries(values) };
}
