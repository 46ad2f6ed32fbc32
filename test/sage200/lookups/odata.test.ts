import fc from 'fast-check';

import {
	allOf,
	condition,
	filtersOf,
	isClosed,
	literal,
	quoted,
} from '../../../nodes/Sage200/sage200/lookups/odata';

const day = { field: 'document_date', type: 'datetime', timeZone: 'Europe/London' } as const;
const moment = { ...day, field: 'sop_order.date_time_updated' };

describe('OData text', () => {
	it("doubles the quote of O'Brien", () =>
		expect(condition('name', 'eq', "O'Brien")).toBe("name eq 'O''Brien'"));

	it('leaves dates bare and wants UTC with a time', () => {
		expect(literal('2016-02-23', day)).toBe('2016-02-23');
		expect(literal('2016-02-24T09:52:11+01:00', moment)).toBe('2016-02-24T08:52:11.000Z');
	});

	it('writes numbers and flags bare', () => {
		expect(condition('balance', 'gt', '1000.50', 'decimal')).toBe('balance gt 1000.5');
		expect(condition('on_hold', 'eq', 'Yes', 'boolean')).toBe('on_hold eq true');
	});

	it.each([
		['12 or 1 eq 1', 'int64'],
		['', 'decimal'],
		['maybe', 'boolean'],
		['2016-13-45', 'datetime'],
		['yesterday', 'datetime'],
		['2016-02-30', 'datetime'],
		['24/05/2024', 'datetime'],
		['12.5', 'int64'],
		['99999999999999999999', 'int64'],
		[undefined, 'string'],
		[null, 'string'],
		[['a', 'b'], 'string'],
	] as const)('refuses %p for a %s', (value, type) =>
		expect(() => literal(value, { field: 'any', type, timeZone: 'UTC' })).toThrow(RangeError),
	);

	it('takes a moment without a zone in the zone of the workflow, whatever the machine thinks', () =>
		expect(literal('2024-05-24 09:30', moment)).toBe('2024-05-24T08:30:00.000Z'));

	it('asks for the day in a field of days, and for its first moment in a field of moments', () => {
		const luxon = { toISO: () => '2024-07-24T00:00:00.000+01:00' };
		const given = ['2024-07-24', luxon, new Date('2024-07-23T23:00:00Z'), '2024-07-23T23:00:00Z'];
		for (const value of given) {
			expect(literal(value, day)).toBe('2024-07-24');
			expect(literal(value, moment)).toBe('2024-07-23T23:00:00.000Z');
		}
	});

	it('searches in texts only, and for something', () => {
		expect(condition('name', 'eq', '')).toBe("name eq ''");
		expect(() => condition('name', 'contains', '')).toThrow('the value is empty');
		expect(() => condition('on_hold', 'contains', 'true', 'boolean')).toThrow('holds no text');
	});

	it('refuses a field name that is not one', () =>
		expect(() => condition("a eq 1 or 'b", 'eq', 1)).toThrow(RangeError));

	it('joins only what is there', () => {
		expect(allOf([undefined, 'a eq 1', ''])).toBe('a eq 1');
		expect(allOf(['a eq 1', 'b eq 2'])).toBe('(a eq 1) and (b eq 2)');
		expect(allOf([])).toBeUndefined();
	});

	it('keeps any text inside its quotes', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const inner = quoted(text).slice(1, -1);
				expect(inner.replaceAll("''", '')).not.toContain("'");
				expect(inner.replaceAll("''", "'")).toBe(text);
			}),
		);
	});

	it('splits alternatives into filters that fit, losing none', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 200 }), (keys) => {
				const alternatives = keys.map((key) => condition('code', 'eq', key));
				const filters = filtersOf(alternatives, 500).map((each) => each.filter);
				expect(filters.join(' or ')).toBe(alternatives.join(' or '));
				for (const filter of filters)
					expect(
						encodeURIComponent(filter).length <= 500 || !filter.includes("' or code eq '"),
					).toBe(true);
			}),
		);
	});
});

describe('a filter that somebody wrote', () => {
	it.each([
		"name eq 'a'",
		"(name eq 'a' or (id gt 5)) and contains(name,')')",
		"name eq 'O''Brien ('",
		"name eq ''",
	])('is closed: %s', (text) => expect(isClosed(text)).toBe(true));
	it.each(['id eq 1) or (1 eq 1', '(id eq 1', 'id eq 1)', "name eq 'a", "name eq 'a''", ')('])(
		'is not: %s',
		(text) => expect(isClosed(text)).toBe(false),
	);
});
