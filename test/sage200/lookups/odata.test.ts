import fc from 'fast-check';

import {
	allOf,
	condition,
	filtersOf,
	literal,
	quoted,
} from '../../../nodes/Sage200/sage200/lookups/odata';

describe('OData text', () => {
	it("doubles the quote of O'Brien", () =>
		expect(condition('name', 'eq', "O'Brien")).toBe("name eq 'O''Brien'"));

	it('leaves dates bare and wants UTC with a time', () => {
		expect(literal('2016-02-23', 'datetime')).toBe('2016-02-23');
		expect(literal('2016-02-24T09:52:11+01:00', 'datetime')).toBe('2016-02-24T08:52:11.000Z');
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
		expect(() => literal(value, type)).toThrow(RangeError),
	);

	it('takes a moment without a zone as UTC, whatever the machine thinks', () =>
		expect(literal('2024-05-24 09:30', 'datetime')).toBe('2024-05-24T09:30:00.000Z'));

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
