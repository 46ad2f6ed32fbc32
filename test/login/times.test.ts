/** When the access ends, from whatever the identity server and n8n left in the credential. */
import fc from 'fast-check';

import { claimsOf } from '../../nodes/Sage200/sage200/login/claims';
import { connectedOnOf } from '../../nodes/Sage200/sage200/login/health';
import { accessTokenTimes, duration, loginTimes } from '../../nodes/Sage200/sage200/login/times';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const DAY = 86_400_000;

function jwt(claims: object): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
}

describe('access token', () => {
	it('ends when n8n says, in text or in numbers', () => {
		const expected = { valid: true, expires_at: '2026-06-01T12:30:00.000Z', minutes_left: 30 };
		expect(accessTokenTimes({ n8n_expires_at: String(NOW + 30 * 60_000) }, NOW)).toEqual(expected);
		expect(accessTokenTimes({ n8n_expires_at: NOW + 30 * 60_000 }, NOW)).toEqual(expected);
	});

	it('ends when the token itself says, where n8n stored nothing', () => {
		expect(accessTokenTimes({ access_token: jwt({ exp: NOW / 1000 + 90 }) }, NOW)).toMatchObject({
			valid: true,
			minutes_left: 1,
		});
	});

	it('has no minutes left once it has expired', () => {
		expect(accessTokenTimes({ n8n_expires_at: String(NOW - 1) }, NOW)).toMatchObject({
			valid: false,
			minutes_left: 0,
		});
	});

	it('is of unknown expiry where nothing tells', () => {
		expect(accessTokenTimes({ access_token: 'opaque' }, NOW)).toEqual({
			valid: 'unknown',
			expires_at: 'unknown',
			minutes_left: 'unknown',
		});
	});
});

describe('login', () => {
	it('is counted from auth_time, whatever the user says', () => {
		const tokens = { id_token: jwt({ auth_time: (NOW - 80 * DAY) / 1000, iat: NOW / 1000 }) };
		expect(loginTimes(tokens, 90, NOW, NOW)).toMatchObject({
			source: 'idToken',
			days_left: 10,
			started_at: '2026-03-13T12:00:00.000Z',
		});
	});

	it('is counted from the day given where the id token is missing or does not tell', () => {
		for (const id_token of [undefined, jwt({ iat: 1 }), 'broken.token', 12]) {
			expect(loginTimes({ id_token }, 30, NOW - 29 * DAY, NOW)).toMatchObject({
				source: 'given',
				days_left: 1,
			});
		}
	});

	it('is unknown where nobody tells', () => {
		expect(loginTimes({}, 90, undefined, NOW)).toEqual({
			started_at: 'unknown',
			source: 'unknown',
			expires_at: 'unknown',
			days_left: 'unknown',
		});
	});

	it('takes no day that is none, or lies ahead', () => {
		expect(connectedOnOf('', NOW)).toBeUndefined();
		expect(connectedOnOf('2026-05-01', NOW)).toBe(Date.parse('2026-05-01'));
		for (const given of ['last May', '05/06/2026', '24.05.2026', '2026-13-01', '1'])
			expect(() => connectedOnOf(given, NOW)).toThrow('is not a date');
		expect(connectedOnOf(' 2026-05-01T10:00:00.000+01:00 ', NOW)).toBe(
			Date.parse('2026-05-01T09:00:00Z'),
		);
		expect(() => connectedOnOf('2027-01-01', NOW)).toThrow('in the future');
	});
});

it('survives whatever stands where a token should be', () => {
	fc.assert(
		fc.property(
			fc.anything(),
			fc.anything(),
			fc.anything(),
			fc.double(),
			(access_token, id_token, n8n_expires_at, lifetime) => {
				// Number() refuses symbols and objects without a text; JSON from n8n's database holds neither.
				fc.pre(
					n8n_expires_at === null ||
						['string', 'number', 'boolean', 'undefined'].includes(typeof n8n_expires_at),
				);
				accessTokenTimes({ access_token, n8n_expires_at }, NOW);
				loginTimes({ id_token }, lifetime, undefined, NOW);
			},
		),
	);
	fc.assert(
		fc.property(fc.jsonValue(), (claims) =>
			expect(typeof claimsOf(jwt(claims as object))).toBe('object'),
		),
	);
});

it('says how long in hours and minutes', () => {
	expect([0, 59, 60, 479].map(duration)).toEqual(['0 min', '59 min', '1 h 0 min', '7 h 59 min']);
});
