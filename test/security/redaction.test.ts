/** What errors may show: never a token or a secret, and nobody's bank, card or e-mail. */
import fc from 'fast-check';

import {
	redact,
	redactReply,
	redactText,
	withoutSecrets,
} from '../../nodes/Sage200/transport/redact';

const part = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 12, maxLength: 40 });
const token = fc
	.tuple(part, part, part)
	.map(([head, claims, signature]) => `eyJ${head}.eyJ${claims}.${signature}`);
/** No text that the redaction itself could take for something to hide. */
const around = fc.string({ unit: fc.constantFrom(...'  ,;()<>"\n') });

it('hides a JSON web token wherever it stands', () => {
	fc.assert(
		fc.property(token, around, around, (secret, before, after) => {
			for (const text of [`${before}${secret}${after}`, `token-${secret}`, `x${secret}`]) {
				expect(redactText(text)).not.toContain(secret.slice(20));
			}
		}),
	);
});

it('hides what stands after the name of a secret, in a form, in JSON, in a header', () => {
	fc.assert(
		fc.property(
			part,
			fc.constantFrom(
				'access_token',
				'refresh_token',
				'id_token',
				'client_secret',
				'subscription-key',
			),
			(secret, name) => {
				for (const text of [
					`${name}=${secret}&x=1`,
					`{"${name}":"${secret}"}`,
					`${name}: ${secret}`,
					`Authorization: Bearer ${secret}`,
				]) {
					expect(redactText(text)).not.toContain(secret);
				}
			},
		),
	);
});

it('hides secrets, bank, card and e-mail fields at any depth, and nothing else', () => {
	const hidden = [
		...[
			'access_token',
			'clientSecret',
			'subscriptionKey',
			'ocp-apim-subscription-key',
			'Authorization',
			'password',
		],
		...[
			'account_number',
			'account_no',
			'sort_code',
			'non_uk_sort_code',
			'iban',
			'iban_number',
			'bic',
			'bic_number',
			'national_bank_identifier',
			'accountNumber',
			'sortCode',
			'bank-account-number',
		],
		...['card_number', 'cardNumber', 'card_holder_name', 'card_expiry', 'cards', 'cvv', 'card_cvc'],
		...[
			'email',
			'e-mail',
			'Email',
			'email_address',
			'default_email',
			'contact_email_address',
			'pop_delivery_addr_email',
			'emails',
			'customerEmail',
		],
	];
	const nested = fc.constantFrom(
		(value: object) => ({ lines: [value] }),
		(value: object) => ({ a: { b: { c: value } } }),
		(value: object) => value,
	);
	fc.assert(
		fc.property(fc.constantFrom(...hidden), part, nested, (field, secret, wrap) => {
			expect(JSON.stringify(redact(wrap({ [field]: secret })))).not.toContain(secret);
		}),
	);
	const plain = {
		reference: 'ABC001',
		name: "O'Brien & Co",
		balance: 12.5,
		lines: [{ code: 'BOARD001' }],
		on_hold: false,
		nothing: null,
	};
	expect(redact(plain)).toEqual(plain);
});

it('ends at a depth, and at a length of lists', () => {
	let deep: unknown = 'end';
	for (let floor = 0; floor < 100_000; floor++) deep = [deep];
	expect(JSON.stringify(redact(deep)).length).toBeLessThan(100);
	expect((redact(Array.from({ length: 1_000 }, () => 1)) as unknown[]).length).toBe(100);
});

it('hides a token that was cut in the middle', () => {
	fc.assert(
		fc.property(token, fc.integer({ min: 45, max: 80 }), (secret, kept) => {
			fc.pre(secret.length > kept);
			expect(redactText(`Bad token ${secret.slice(0, kept)}…`)).toBe('Bad token [hidden]…');
		}),
	);
});

it('hides very secrets that have no shape, and no short word that stands in any text', () => {
	fc.assert(
		fc.property(part, around, (secret, text) => {
			expect(withoutSecrets(`${text}${secret}${text}${secret}`, [secret])).toBe(
				`${text}[hidden]${text}[hidden]`,
			);
		}),
	);
	expect(withoutSecrets('a plain text', ['', 'a', 'plain'])).toBe('a plain text');
});

it('hides e-mail addresses in what came over the line, and nothing like them', () => {
	expect(redactReply('Ask ann.lee@example.co.uk, or <bob@example.com>.')).toBe(
		'Ask [hidden], or <[hidden]>.',
	);
	expect(redactReply('2 @ 3.50 each, SKU A@B, @shop')).toBe('2 @ 3.50 each, SKU A@B, @shop');
});
