/**
 * Customers and suppliers are kept the same way; these are the names in which they differ.
 * Fields: the schema; what a new account has of itself: the captured reply of a POST (api.md i). The words of refusals
 * are the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Company, type Row } from '../../world.mts';
import { applyNested } from '../children/apply.mts';
import { childId } from '../foundation/child-ids.mts';
import { today } from '../foundation/dates.mts';
import { writable } from '../foundation/fields.mts';
import { isSet, numberOf, objectOf, textOf } from '../foundation/read.mts';
import { addressed, bodyOf, checkReference, first, settings } from '../foundation/records.mts';

export interface TraderKind {
	resource: 'customers' | 'suppliers';
	schema: 'customer' | 'supplier';
	settings: 'sales_ledger_settings' | 'purchase_ledger_settings';
	/** Nominal code of a new account. */
	nominal: string;
	/** Fields that a new account of this kind has besides the common ones. */
	extra: Body;
	/** Resources whose rows keep an account from being deleted. */
	usedBy: string[];
}

export const CUSTOMER: TraderKind = {
	resource: 'customers',
	schema: 'customer',
	settings: 'sales_ledger_settings',
	nominal: '4000',
	extra: {
		office_type: 'Independent',
		value_of_current_orders_in_sop: 0,
		price_band_id: 0,
		communications: [],
		alerts: [],
		cards: [],
		limited_price_bands: [],
	},
	usedBy: ['sop_orders', 'sop_quotes', 'sop_returns', 'sales_posted_transactions'],
};

export const SUPPLIER: TraderKind = {
	resource: 'suppliers',
	schema: 'supplier',
	settings: 'purchase_ledger_settings',
	nominal: '5000',
	extra: { value_of_current_orders_in_pop: 0 },
	usedBy: ['pop_orders', 'purchase_posted_transactions'],
};

const REFERENCE_LENGTH = 8;
const SHORT_NAME_LENGTH = 8;

/** Rule of `POST /customers` and `POST /suppliers`. */
export function createTrader(kind: TraderKind, call: Call): Row {
	const body = bodyOf(call);
	if (!isSet(body.name)) throw new SageRefusal('A name is required.');
	const reference = newReference(kind, call.company, textOf(body.reference));
	checkTrader(kind, call, body);
	const defaults = defaultTrader(kind, call);
	const row = call.company.table(kind.resource).insert({
		...defaults,
		...priceBand(kind, call, body.currency_id ?? defaults.currency_id),
		short_name: textOf(body.name).slice(0, SHORT_NAME_LENGTH).trim(),
		...writable(kind.schema, body),
		reference,
	});
	return replyOf(call, writeParts(kind, call, row, body), body);
}

/** Sage puts a new customer into the standard price band; bands of another currency are of no use to it. */
function priceBand(kind: TraderKind, { company }: Call, currencyId: unknown): Body {
	if (kind !== CUSTOMER) return {};
	const bands = company.table('price_bands').where('is_standard_band', true);
	const standard = first(bands, (band) => band.currency_id === currencyId);
	return { price_band_id: numberOf(standard?.id) };
}

/** A POST's reply may lag behind: a captured one has no price band, and the customer has one afterwards (api.md n). */
function replyOf({ company }: Call, row: Row, body: Body): Row {
	const lags = company.behaviour.postReplies === 'lagging' && !isSet(body.price_band_id);
	return lags && row.price_band_id !== undefined ? { ...row, price_band_id: 0 } : row;
}

/** Rule of `PUT /customers/{Id}` and `PUT /suppliers/{Id}`. The reference stays what it is (HOTGLUE). */
export function changeTrader(kind: TraderKind, call: Call): Row {
	const row = addressed(call, kind.resource);
	const body = bodyOf(call);
	checkTrader(kind, call, body);
	const { reference: _kept, ...fields } = writable(kind.schema, body);
	call.company.table(kind.resource).change(row.id, fields);
	return writeParts(kind, call, row, body);
}

/** Rule of `DELETE /customers/{Id}` and `DELETE /suppliers/{Id}`. */
export function removeTrader(kind: TraderKind, call: Call): void {
	const row = addressed(call, kind.resource);
	const user = kind.usedBy.find((resource) =>
		first(call.company.table(resource).where(`${kind.schema}_id`, row.id)),
	);
	if (user)
		throw new SageRefusal(
			`The ${kind.schema} '${textOf(row.reference)}' is in use and cannot be deleted.`,
		);
	call.company.table(kind.resource).remove(row.id);
}

/** Rule of `POST /customers_new` and `POST /suppliers_new`: defaults, unsaved. */
export function previewTrader(kind: TraderKind, call: Call): Body {
	return { id: 0, ...defaultTrader(kind, call) };
}

function newReference(kind: TraderKind, company: Company, sent: string): string {
	const automatic = settings(company, kind.settings).auto_generate_account_numbers === true;
	const reference =
		automatic && sent === ''
			? String(company.next(`${kind.schema} numbers`)).padStart(REFERENCE_LENGTH, '0')
			: sent.trim().toUpperCase();
	if (reference === '') throw new SageRefusal('An account reference is required.');
	if (reference.length > REFERENCE_LENGTH)
		throw new SageRefusal(`The account reference is longer than ${REFERENCE_LENGTH} characters.`);
	if (company.table(kind.resource).where('reference', reference).length > 0) {
		throw new SageRefusal(`The account reference '${reference}' is already in use.`);
	}
	return reference;
}

function checkTrader({ schema }: TraderKind, { company }: Call, body: Body): void {
	checkReference(company, 'currencies', body.currency_id, 'currency');
	checkReference(company, 'country_codes', body.country_code_id, 'country code');
	checkReference(company, 'tax_codes', body.default_tax_code_id, 'tax code');
	if (schema === 'customer')
		checkReference(company, 'price_bands', body.price_band_id, 'price band');
}

/** What a minimal POST came back with (api.md §i). */
function defaultTrader(kind: TraderKind, { company, clock }: Call): Body {
	const ledger = settings(company, kind.settings);
	const currency = first(company.table('currencies').where('use_for_new_accounts', true));
	const country = first(company.table('company_details').all())?.country_code_id;
	return {
		balance: 0,
		on_hold: false,
		account_status_type: 'AccountStatusActive',
		status_reason: '',
		currency_id: numberOf(currency?.id),
		exchange_rate_type: 'ExchangeRateSingle',
		credit_limit: 0,
		country_code_id: numberOf(country),
		default_tax_code_id: numberOf(ledger.default_tax_code_id),
		account_type: 'TradingAccountTypeOpenItem',
		payment_terms_days: numberOf(ledger.default_payment_terms_days),
		payment_terms_basis: textOf(ledger.default_payment_terms_basis),
		credit_bureau_id: numberOf(
			first(company.table('credit_bureaus').where('is_default', true))?.id,
		),
		credit_position_id: numberOf(
			first(company.table('credit_positions').where('is_default', true))?.id,
		),
		account_opened: today(clock),
		terms_agreed: false,
		months_to_keep_transactions: 36,
		default_nominal_code_id: numberOf(
			first(company.table('nominal_codes').where('reference', kind.nominal))?.id,
		),
		default_nominal_code_reference: kind.nominal,
		main_address: {},
		contacts: [],
		memos: [],
		...kind.extra,
	};
}

/** Address and children, which have ids of their own. */
function writeParts(kind: TraderKind, call: Call, row: Row, body: Body): Row {
	const { company } = call;
	const parts = structuredClone(row);
	if (body.main_address !== undefined || numberOf(objectOf(parts.main_address).id) === 0) {
		parts.main_address = {
			id: childId(company),
			date_time_created: call.clock.stamp(),
			date_time_updated: call.clock.stamp(),
			[`${kind.schema}_id`]: row.id,
			...objectOf(parts.main_address),
			...writable(`${kind.schema}.main_address`, objectOf(body.main_address)),
		};
	}
	applyNested(call, kind.resource, parts, body);
	const { id: _id, ...fields } = parts;
	return company.table(kind.resource).change(row.id, fields);
}
