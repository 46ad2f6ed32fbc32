/** What errors may show: never a token or a secret, and nobody's bank, card or e-mail. */
import fc from 'fast-check';

import { redact, redactText } from '../../nodes/Sage200/transport/redact';

const part = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 12, maxLength: 40 });
const token = fc.tuple(part, part, part).map(([head, claims, signature]) => `eyJ${head}.eyJ${claims}.${signature}`);
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
		fc.property(part, fc.constantFrom('access_token', 'refresh_token', 'id_token', 'client_secret', 'subscription-key'), (secret, name) => {
			for (const text of [`${name}=${secret}&x=1`, `{"${name}":"${secret}"}`, `${name}: ${secret}`, `Authorization: Bearer ${secret}`]) {
				expect(redactText(text)).not.toContain(secret);
			}
		}),
	);
});

it('hides secrets, bank, card and e-mail fields at any depth, and nothing else', () => {
	const hidden = ['access_token', 'clientSecret', 'subscriptionKey', 'account_number', 'sort_code', 'iban', 'card_number', 'email', 'email_address', 'default_email', 'password'];
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
	const plain = { reference: 'ABC001', name: "O'Brien & Co", balance: 12.5, lines: [{ code: 'BOARD001' }], on_hold: false, nothing: null };
	expect(redact(plain)).toEqual(plain);
});

it('ends at a depth, and at a length of lists', () => {
	let deep: unknown = 'end';
	for (let floor = 0; floor < 100_000; floor++) deep = [deep];
	expect(JSON.stringify(redact(deep)).length).toBeLessThan(100);
	expect((redact(Array.from({ length: 1_000 }, () => 1)) as unknown[]).length).toBe(100);
});
