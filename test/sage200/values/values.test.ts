import type { Field } from '../../../nodes/Sage200/catalog';
import { schema } from '../../../nodes/Sage200/catalog';
import { bodyOf } from '../../../nodes/Sage200/sage200/values/bodies';
import { changesBetween } from '../../../nodes/Sage200/sage200/lookups/differences';
import { InvalidInput, type Problem } from '../../../nodes/Sage200/sage200/protocol/failures';
import { convert, STRICT } from '../../../nodes/Sage200/sage200/values/convert';

const field = (name: string, schemaName = 'sop_order'): Field =>
	schema(schemaName).fields.get(name)!;
const london = { timeZone: 'Europe/London', overlongText: 'refuse' as const };

describe('dates', () => {
	it.each([
		['2024-05-24', '2024-05-24T00:00:00Z'],
		['2024-05-24T00:00:00', '2024-05-24T00:00:00Z'],
		['2024-05-24T00:00:00.000+01:00', '2024-05-24T00:00:00Z'],
		['2024-05-24T14:06:36-04:00', '2024-05-24T00:00:00Z'],
		['2024-05-24T00:00:00Z', '2024-05-24T00:00:00Z'],
		// Midnight of 24 May in London, as UTC writes it.
		['2024-05-23T23:00:00.000Z', '2024-05-24T00:00:00Z'],
	])('%s is the day %s', (given, sent) =>
		expect(convert(field('document_date'), given, london)).toEqual({ value: sent }),
	);

	it('takes a Date and a Luxon date', () => {
		expect(convert(field('document_date'), new Date('2024-05-24T12:00:00Z'), london)).toEqual({
			value: '2024-05-24T00:00:00Z',
		});
		expect(
			convert(field('document_date'), { toISO: () => '2024-05-24T00:00:00.000+01:00' }, london),
		).toEqual({ value: '2024-05-24T00:00:00Z' });
	});

	it.each(['24/05/2024', 'tomorrow', '2024-02-30', '', 5, {}])('refuses %p', (given) => {
		expect(convert(field('document_date'), given, STRICT)).toHaveProperty('problem');
	});
});

describe('numbers, flags and texts', () => {
	it('keeps the places of the field, and refuses more', () => {
		const price = field('selling_unit_price', 'sop_order_line');
		expect(convert(price, '12.34567')).toEqual({ value: 12.34567 });
		expect(convert(price, '12.345678')).toHaveProperty('problem');
	});
	it('takes only whole numbers that fit where Sage keeps whole ones', () => {
		const days = field('payment_terms_days', 'customer');
		expect(convert(days, '30')).toEqual({ value: 30 });
		expect(convert(days, '2.5')).toHaveProperty('problem');
		expect(convert(days, 2 ** 40)).toHaveProperty('problem');
	});
	it.each(['12 boxes', '1,000', 'NaN', 'Infinity', {}, true])(
		'does not take %p for a number',
		(value) => {
			expect(convert(field('exchange_rate'), value)).toHaveProperty('problem');
		},
	);
	it.each(['exchange_rate', 'bank_exchange_rate', 'cheque_exchange_rate'])(
		'leaves out 0 for %s, which a field that was left alone holds, and refuses what is below',
		(name) => {
			const rate = field(name, name === 'exchange_rate' ? 'sop_order' : 'sales_receipt');
			for (const value of [0, '0', '0.00'])
				expect(convert(rate, value)).toEqual({
					value: undefined,
					note: 'of 0 was not sent: Sage 200 takes its own rate',
				});
			expect(convert(rate, -1.5)).toMatchObject({
				problem: '"-1.5" is no exchange rate',
				remedy: expect.stringContaining('remove the field'),
			});
			expect(convert(rate, '1.25')).toEqual({ value: 1.25 });
			expect(convert(field('document_discount_percent'), 0)).toEqual({ value: 0 });
		},
	);
	it('takes a choice by its value or by the name that the form shows, and lists both', () => {
		const status = field('document_status');
		const values = status.values ?? [];
		expect(values).toContain('EnumDocumentStatusOnHold');
		for (const value of values) expect(convert(status, value)).toEqual({ value });
		for (const name of ['On Hold', 'on hold', ' On Hold '])
			expect(convert(status, name)).toEqual({ value: 'EnumDocumentStatusOnHold' });
		expect(convert(status, 'Asleep')).toMatchObject({
			problem: '"Asleep" is none of its choices',
			remedy: expect.stringContaining('On Hold (EnumDocumentStatusOnHold)'),
		});
	});
	it('takes flags from expressions', () => {
		expect(convert(field('override_on_hold'), 'true')).toEqual({ value: true });
		expect(convert(field('override_on_hold'), 0)).toEqual({ value: false });
		expect(convert(field('override_on_hold'), 'perhaps')).toHaveProperty('problem');
	});
	it.each(['100.5', -1, '10%', '1e1'])('takes no discount of %p percent', (given) => {
		expect(convert(field('document_discount_percent'), given)).toHaveProperty('problem');
	});
	it('refuses or cuts words that are too long, as asked, and says so', () => {
		const long = 'x'.repeat(61);
		const cut = { ...STRICT, overlongText: 'cut' as const };
		const name = field('name', 'customer');
		expect(convert(name, long)).toEqual({
			problem: 'is 61 characters long; Sage 200 stores at most 60',
			remedy: 'Shorten it.',
		});
		expect(convert(name, long, cut)).toEqual({
			value: 'x'.repeat(60),
			note: 'was cut from 61 to 60 characters',
		});
		// Neither through the middle of a character nor with a blank at the end.
		expect(convert(name, `${'x'.repeat(59)}🎁`, cut)).toHaveProperty('value', 'x'.repeat(59));
		expect(convert(name, `${'x'.repeat(59)} y`, cut)).toHaveProperty('value', 'x'.repeat(59));
	});
	it.each([
		['reference', 'customer'],
		['vat_number', 'customer'],
		['email', 'customer_email'],
		['customer_document_no', 'sop_order'],
		['document_no', 'sop_order'],
		['analysis_code_1', 'sop_order'],
		['code', 'product'],
		['code', 'sop_order_line'],
		['postcode', 'customer.main_address'],
	])('never cuts %s of %s, by which records are told apart', (name, schemaName) => {
		const given = 'x'.repeat(2000);
		expect(
			convert(field(name, schemaName), given, { ...STRICT, overlongText: 'cut' }),
		).toHaveProperty('problem');
	});
});

describe('bodies', () => {
	const body = (values: Record<string, unknown>) => {
		const problems: Problem[] = [];
		return { body: bodyOf('customer', values, STRICT, problems), problems };
	};
	it('leaves out what is not set', () =>
		expect(
			body({
				name: 'A',
				vat_number: '',
				website: null,
				credit_limit: undefined,
				main_address: { city: '', postcode: null },
			}).body,
		).toEqual({ name: 'A' }));
	it('sends a zero and a no, which are not nothing', () =>
		expect(body({ credit_limit: 0, on_hold: false, payment_terms_days: '0' }).body).toEqual({
			credit_limit: 0,
			on_hold: false,
			payment_terms_days: 0,
		}));
	it('converts nested records and rows', () => {
		expect(
			body({
				main_address: { postcode: 'LS1', city: '' },
				contacts: [{ first_name: 'Ann', emails: [{ email: 'a@b.c', is_default: 'true' }] }],
			}).body,
		).toEqual({
			main_address: { postcode: 'LS1' },
			contacts: [{ first_name: 'Ann', emails: [{ email: 'a@b.c', is_default: true }] }],
		});
	});
	it('names every problem with its place, and the field that was meant', () => {
		const { problems } = body({ Name: 'A', main_address: { postcode: 'x'.repeat(11) } });
		expect(problems).toEqual([
			{ field: 'Name', message: 'is not a field of this record', remedy: 'Did you mean "name"?' },
			{
				field: 'Main Address: Postcode',
				message: 'is 11 characters long; Sage 200 stores at most 10',
				remedy: 'Shorten it.',
			},
		]);
	});
	it('is not harmed by JSON that names a prototype', () => {
		const { problems } = body(
			JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}') as Record<string, unknown>,
		);
		expect(problems.map(({ field: name }) => name)).toEqual(['__proto__', 'constructor']);
		expect(({} as { polluted?: number }).polluted).toBeUndefined();
	});
});

describe('changes', () => {
	it('finds what differs, knowing how Sage writes unset values', () => {
		const current = {
			name: 'A',
			vat_number: '',
			currency_id: 0,
			on_hold: false,
			main_address: { postcode: 'LS1', city: 'Leeds' },
			document_date: '2024-05-24T00:00:00Z',
		};
		expect(
			changesBetween(current, {
				name: 'B',
				on_hold: false,
				currency_id: 0,
				main_address: { postcode: 'LS1', city: 'York' },
				document_date: '2024-05-24T00:00:00.000Z',
			}),
		).toEqual({
			name: 'B',
			main_address: { city: 'York' },
		});
	});
});

it('says of each remedy which fields it is for, where there are several', () => {
	const number = (field: string) => ({
		field,
		message: '"x" is not a number',
		remedy: 'Write it.',
	});
	const empty = { field: 'Customer', message: 'is empty', remedy: 'Choose it.' };
	expect(new InvalidInput([empty]).message).toBe('Customer is empty');
	expect(new InvalidInput([number('Quantity'), number('Unit Price')]).advice).toBe('Write it.');
	const several = new InvalidInput([
		empty,
		...[1, 2, 3, 4].map((at) => number(`Line ${at}: Quantity`)),
	]);
	expect(several.message).toMatch(/^Customer is empty; Line 1: Quantity: "x" is not a number; /);
	expect(several.remedy).toBe(
		'Customer: Choose it. Line 1: Quantity and 3 more: Write it. Nothing was sent to Sage 200 for this item.',
	);
});

it('tells problems in the order of the lines, what belongs to none first', () => {
	const at = (field: string) => ({ field, message: 'is wrong', remedy: 'Mend it.' });
	const { problems } = new InvalidInput([
		at('Line 10: Quantity'),
		at('Line 2: Code'),
		at('Customer'),
		at('Line 2: Quantity'),
	]);
	expect(problems.map(({ field }) => field)).toEqual([
		'Customer',
		'Line 2: Code',
		'Line 2: Quantity',
		'Line 10: Quantity',
	]);
});
