/** Whatever a shop, a customer or an AI agent writes stays a value: in filters, in paths, in JSON. */
import fc from 'fast-check';

import { jsonObject } from '../../nodes/Sage200/core/form/fields';
import { bodyOf } from '../../nodes/Sage200/sage200/values/bodies';
import { changesBetween } from '../../nodes/Sage200/sage200/lookups/differences';
import {
	condition,
	filtersOf,
	quoted,
	type Operator,
} from '../../nodes/Sage200/sage200/lookups/odata';
import { STRICT } from '../../nodes/Sage200/sage200/values/convert';
import { safePath } from '../../nodes/Sage200/transport/path';

const OPERATORS: Operator[] = [
	'eq',
	'ne',
	'gt',
	'ge',
	'lt',
	'le',
	'contains',
	'startswith',
	'endswith',
];
/** A quoted text and nothing after it: quotes inside come in pairs. */
const ONE_LITERAL = /^'(?:[^']|'')*'$/s;
const hostileText = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom("'", '"', ' or ', '1 eq 1', '(', ')', '%27', '\\', 'a') }),
);

describe('OData', () => {
	it('keeps every text inside one literal, which reads back as the text', () => {
		fc.assert(
			fc.property(hostileText, (text) => {
				expect(quoted(text)).toMatch(ONE_LITERAL);
				expect(quoted(text).slice(1, -1).replaceAll("''", "'")).toBe(text);
			}),
		);
	});

	it('puts text nowhere but into that literal', () => {
		fc.assert(
			fc.property(hostileText, fc.constantFrom(...OPERATORS), (text, operator) => {
				fc.pre(text !== '');
				const filter = condition('name', operator, text);
				const rest = filter.replace(quoted(text), () => '?');
				expect([`name ${operator} ?`, `${operator}(name,?)`]).toContain(rest);
			}),
		);
	});

	it('makes a number, a switch or a date of a value for such a field, or refuses it', () => {
		fc.assert(
			fc.property(
				hostileText,
				fc.constantFrom('int64', 'decimal', 'boolean', 'datetime') as fc.Arbitrary<'int64'>,
				(text, type) => {
					let filter;
					try {
						filter = condition('id', 'eq', text, type);
					} catch (error) {
						expect(error).toBeInstanceOf(RangeError);
						return;
					}
					expect(filter).toMatch(/^id eq (?:-?[\d.e+-]+|true|false|[\d:TZ.+-]+)$/);
				},
			),
		);
	});

	it('takes nothing for a field name that could be more than one', () => {
		fc.assert(
			fc.property(hostileText, (field) => {
				fc.pre(!/^[a-z][a-z0-9_./]*$/i.test(field));
				expect(() => condition(field, 'eq', 1)).toThrow(RangeError);
			}),
		);
	});

	it('splits long lists without cutting a literal', () => {
		fc.assert(
			fc.property(
				fc.array(
					hostileText.map((text) => condition('code', 'eq', text)),
					{ minLength: 1 },
				),
				(alternatives) => {
					expect(
						filtersOf(alternatives, 200)
							.map(({ filter }) => filter)
							.join(' or '),
					).toBe(alternatives.join(' or '));
				},
			),
		);
	});
});

describe('paths', () => {
	const BASE = 'https://api.columbus.sage.com/uk/sage200extra/accounts/v1';
	const hostilePath = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.string({
			unit: fc.constantFrom(
				'/',
				'..',
				'.',
				'%2e',
				'%2f',
				'\\',
				'@',
				':',
				'evil.example',
				'https:',
				'#',
				'?',
				'a',
				'%00',
				'\n',
				'%',
				' ',
			),
		}),
		fc.webUrl(),
	);

	it('end below the API address, or nowhere', () => {
		fc.assert(
			fc.property(hostilePath, (typed) => {
				let path: string;
				try {
					({ path } = safePath(typed));
				} catch (error) {
					expect((error as Error).message).toMatch(/^Path(: | is empty)/);
					return;
				}
				const url = new URL(`${BASE}${path}`);
				expect(url.origin).toBe('https://api.columbus.sage.com');
				expect(url.pathname.startsWith('/uk/sage200extra/accounts/v1/')).toBe(true);
				expect(url.href).toBe(`${BASE}${path}`);
			}),
			{ numRuns: 2000 },
		);
	});
});

it('says that a host is a host', () => {
	for (const typed of ['https://evil.example/x', '//evil.example/x', 'javascript:alert(1)'])
		expect(() => safePath(typed)).toThrow('names a host');
});

describe('JSON that reaches for the prototype', () => {
	const poison = fc.constantFrom(
		'{"__proto__":{"polluted":true}}',
		'{"constructor":{"prototype":{"polluted":true}}}',
		'{"main_address":{"__proto__":{"polluted":true}}}',
	);

	it('changes no object but itself', () => {
		fc.assert(
			fc.property(poison, (text) => {
				const given = jsonObject(text, 'Other Fields');
				const problems: never[] = [];
				const body = bodyOf('customer', { ...given }, STRICT, problems);
				changesBetween({ name: 'A' }, body as object as Record<string, never>);
				expect(({} as Record<string, unknown>).polluted).toBeUndefined();
				expect(Object.prototype).not.toHaveProperty('polluted');
			}),
		);
	});
});
