/** Customers and suppliers, with what hangs on them: contacts, delivery addresses, notes. */
import { childId } from '../rules/foundation/child-ids.mts';
import { finishContact } from '../rules/accounts/contacts.mts';
import type { Body, Company, Row, SeedOptions } from '../world.mts';
import { adoptChildren } from './children.mts';
import { makeDice, type Dice } from './dice.mts';
import { seeded } from './seeded.mts';
import { firmName, makeReferences, personName, phoneNumber, ukAddress } from './people.mts';

/** Firms that people will look for; the last two share their name. */
const KNOWN_CUSTOMERS = [
	'Abbey Tools Ltd',
	"O'Brien Joinery",
	'Zenith Web Shop',
	'Harper Hardware Ltd',
	'Harper Hardware Ltd',
];

const SUPPLIERS = [
	'Aldgate Fixings',
	'Brightwell Tools',
	'Castle Timber',
	'Denby Paints',
	'Eastern Electrical',
	'Fosse Plumbing',
	'Granta Packaging',
	'Humber Steel',
	'Kestrel Workwear',
	'Lakeland Garden',
	'Mercia Adhesives',
	'Rhein Werkzeug GmbH',
];

const EU = [
	{ iso: 'EUR', country: 'IE', tax: 4, city: 'Dublin', name: 'Ireland' },
	{ iso: 'EUR', country: 'DE', tax: 4, city: 'Hamburg', name: 'Germany' },
	{ iso: 'USD', country: 'US', tax: 0, city: 'Boston', name: 'United States' },
];

/** Seeds at least the known customers, and as many more as asked for. */
export function seedCustomers(company: Company, options: SeedOptions): void {
	const dice = makeDice(options.seed + 11);
	const reference = makeReferences();
	for (const [name, description] of [
		['TRADE', 'Trade customers'],
		['KEY', 'Key accounts'],
	]) {
		company.table('customer_discount_groups').insert({ name, description });
	}
	for (let index = 0; index < Math.max(options.customers, KNOWN_CUSTOMERS.length); index += 1) {
		const name = KNOWN_CUSTOMERS[index] ?? firmName(dice);
		const customer = company
			.table('customers')
			.insert(customerFields(company, dice, index, name, reference(name)));
		adoptChildren(company, options.clock, 'customers', customer);
		if (index % 3 === 0) seedDeliveryAddress(company, dice, customer);
	}
}

/** Seeds the suppliers. */
export function seedSuppliers(company: Company, options: SeedOptions): void {
	const dice = makeDice(options.seed + 12);
	const reference = makeReferences();
	SUPPLIERS.forEach((name, index) => {
		const abroad = name.endsWith('GmbH') ? EU[1] : undefined;
		const supplier = company.table('suppliers').insert({
			...traderFields(company, dice, name, reference(name), abroad),
			credit_limit: 20_000 + index * 1000,
			default_nominal_code_id: seeded(company, 'nominal_codes', 'reference', '5000').id,
			default_nominal_code_reference: '5000',
			value_of_current_orders_in_pop: 0,
		});
		adoptChildren(company, options.clock, 'suppliers', supplier);
	});
}

function customerFields(
	company: Company,
	dice: Dice,
	index: number,
	name: string,
	reference: string,
): Body {
	const isKnown = index < KNOWN_CUSTOMERS.length;
	const abroad = !isKnown && index % 15 === 7 ? EU[dice.roll(EU.length)] : undefined;
	const overLimit = !isKnown && index % 25 === 13;
	const credit_limit = overLimit ? 500 : 2000 + dice.roll(40) * 500;
	const groups = [...company.table('customer_discount_groups').all()];
	return {
		...traderFields(company, dice, name, reference, abroad),
		on_hold: !isKnown && index % 20 === 9,
		status_reason: !isKnown && index % 20 === 9 ? 'Overdue invoices' : '',
		balance: overLimit ? 750 : dice.onceIn(3) ? dice.amount(10, 900) : 0,
		credit_limit,
		default_nominal_code_id: seeded(company, 'nominal_codes', 'reference', '4000').id,
		default_nominal_code_reference: '4000',
		price_band_id:
			abroad || index % 4 !== 1 ? 0 : seeded(company, 'price_bands', 'name', 'Trade').id,
		customer_discount_group_id: index % 6 === 5 ? dice.pick(groups).id : 0,
		use_tax_code_as_default: abroad !== undefined,
		value_of_current_orders_in_sop: 0,
		average_time_to_pay: 20 + dice.roll(25),
		office_type: 'Independent',
		produce_statements_for_customer: true,
		analysis_code_1: abroad ? 'Export' : dice.pick(['North', 'South']),
		has_promised_payment: false,
		alerts: [],
		cards: [],
		limited_price_bands: [],
		communications: [],
	};
}

function traderFields(
	company: Company,
	dice: Dice,
	name: string,
	reference: string,
	abroad?: (typeof EU)[number],
): Body {
	const { address, area } = ukAddress(dice);
	const country = seeded(company, 'country_codes', 'code', abroad?.country ?? 'GB');
	const iso = seeded(company, 'currency_iso_codes', 'code', abroad?.iso ?? 'GBP');
	const subscriber = phoneNumber(dice);
	const person = personName(dice);
	return {
		reference,
		name,
		short_name: name.slice(0, 8).trim(),
		on_hold: false,
		balance: 0,
		account_status_type: 'AccountStatusActive',
		currency_id: seeded(company, 'currencies', 'currency_iso_code_id', iso.id).id,
		exchange_rate_type: 'ExchangeRateSingle',
		telephone_area_code: area,
		telephone_subscriber_number: subscriber,
		website: '',
		country_code_id: country.id,
		default_tax_code_id: seeded(company, 'tax_codes', 'code', abroad?.tax ?? 1).id,
		vat_number: `${country.code}${100_000_000 + dice.roll(899_999_999)}`,
		account_type: 'TradingAccountTypeOpenItem',
		early_settlement_discount_percent: 0,
		early_settlement_discount_days: 0,
		payment_terms_days: 30,
		payment_terms_basis: 'PaymentDueFromDocumentDate',
		credit_bureau_id: firstId(company, 'credit_bureaus'),
		credit_position_id: firstId(company, 'credit_positions'),
		account_opened: '2019-04-01T00:00:00Z',
		terms_agreed: true,
		months_to_keep_transactions: 36,
		order_priority: '',
		main_address: {
			id: childId(company),
			...address,
			...(abroad ? { city: abroad.city, county: '', postcode: '', country: abroad.name } : {}),
			contact_name: `${person.first_name} ${person.last_name}`,
			address_country_code_id: country.id,
		},
		contacts: [contact(person, name, area, subscriber)],
		memos: [],
	};
}

function contact(person: Body, firm: string, area: string, subscriber: string): Body {
	const domain = firm
		.toLowerCase()
		.replace(/ (ltd|gmbh)$/, '')
		.replace(/[^a-z0-9]/g, '');
	const email =
		`${String(person.first_name)}.${String(person.last_name)}@${domain}.example`.toLowerCase();
	const made: Body = {
		...person,
		is_default: true,
		salutation_id: 0,
		emails: [{ email, is_default: true }],
		telephones: [{ area_code: area, subscriber_number: subscriber, is_default: true }],
		mobiles: [],
		faxes: [],
		websites: [],
		roles: [],
	};
	finishContact(made);
	return made;
}

function seedDeliveryAddress(company: Company, dice: Dice, customer: Row): void {
	const { address, area } = ukAddress(dice);
	const person = personName(dice);
	company.table('customer_delivery_addresses').insert({
		customer_id: customer.id,
		is_default: customer.id % 2 === 0,
		description: 'Warehouse',
		postal_name: customer.name,
		...address,
		contact: `${person.first_name} ${person.last_name}`,
		telephone: `${area} ${phoneNumber(dice)}`,
		email: '',
		tax_code_id: customer.default_tax_code_id,
		country_code_id: customer.country_code_id,
		address_country_code_id: customer.country_code_id,
	});
}

function firstId(company: Company, resource: string): number {
	for (const row of company.table(resource).all()) return row.id;
	return 0;
}
