/** One kind of document that is pushed once: how it is found, posted, confirmed and discarded. */
import type { SageRecord } from '../protocol/api';

export interface DocumentKind<Body extends object = SageRecord> {
	/** As in a sentence: `sales order`. */
	readonly name: string;
	/** Collection that it is posted to: `sop_orders`. */
	readonly resource: string;
	/** Field that keeps the key. */
	readonly keyField: string;
	/** Name of the key's place, where a key may be in several fields; the field otherwise. */
	readonly keyPlace?: string;
	/** Nobody can remove such a document: what was answered once is there, whatever lists show. */
	readonly permanent?: boolean;
	/** Field that says whose document it is: `customer_id`. */
	readonly partyField: string;
	/** Field that an answer names it by: `id`. */
	readonly idField: string;
	/** Field that people call it by: `document_no`. */
	readonly numberField: string;
	/** All documents that carry one of the keys now, by `normalKey`; asked of Sage anew every time. */
	find(keys: string[]): Promise<Map<string, SageRecord[]>>;
	/**
	 * The document as it is now, with its lines; undefined when there is none.
	 * @param id value of `idField`
	 */
	read(id: number): Promise<SageRecord | undefined>;
	/** @throws SageFailure also when the answer names no document */
	post(body: Body): Promise<SageRecord>;
	/** Undefined for what is posted at once and for good. */
	readonly drafts?: Drafts<Body>;
}

/** Drafts are neither numbered nor processed. Releases before July 2021 make a document of a draft at once. */
export interface Drafts<Body extends object = SageRecord> {
	post(body: Body): Promise<SageRecord>;
	confirm(id: number): Promise<SageRecord>;
	discard(id: number): Promise<void>;
	isDraft(record: SageRecord): boolean;
}
